"""A naive bot: what most would write, and as fast as that can be.

An empty listener that, before it acks, looks for the closest of all names with ``process.extractOne`` and its default
scorer, ``WRatio``. Its cards are ready, as if rendering cost nothing.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import uvicorn
from rapidfuzz import fuzz, process
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.in_process import names_of
from benchmarks.rows import EVENTS_PATH, ROOT, SECRET
from bot.knowledge.loading import load


def build(cards: dict[str, Any]) -> AsyncSlackRequestHandler:
    """The ASGI app.

    Args:
        cards: By what is typed behind the command: the card to ack, as the bot answered it.
    """
    names = names_of(load([ROOT / "knowledge"]))

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-not-a-token")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/modality")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        text = command["text"]
        process.extractOne(text, names, scorer=fuzz.WRatio)
        await ack(cards[text])

    return AsyncSlackRequestHandler(app, path=EVENTS_PATH)


def main() -> None:
    """Serve on 127.0.0.1; arguments: the port, and a JSON file of cards."""
    port, cards = sys.argv[1:]
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.WARNING)
    uvicorn.run(
        build(json.loads(Path(cards).read_text(encoding="utf-8"))),
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()

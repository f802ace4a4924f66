"""An empty Bolt listener: the least that answering through Bolt can cost.

One command, whose listener does nothing but ack the card it was given at the start. Everything around it is as the bot
has it: an ``AsyncApp`` with ``process_before_response``, a fixed ``AuthorizeResult``, Bolt's own ASGI adapter, and
uvicorn with uvloop and httptools.
"""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.rows import EVENTS_PATH, SECRET


def build(cards: dict[str, Any]) -> AsyncSlackRequestHandler:
    """The ASGI app.

    Args:
        cards: By what is typed behind the command: the card to ack, as the bot answered it.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-not-a-token")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @app.command("/modality")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(cards[command["text"]])

    return AsyncSlackRequestHandler(app, path=EVENTS_PATH)


def create() -> AsyncSlackRequestHandler:
    """The ASGI app, as uvicorn's workers call for it; the file of cards is in the environment."""
    for name in ("slack_bolt", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return build(json.loads(Path(os.environ["BENCHMARK_CARDS"]).read_text(encoding="utf-8")))


def main() -> None:
    """Serve on 127.0.0.1; arguments: the port, a JSON file of cards, and the number of workers."""
    port, os.environ["BENCHMARK_CARDS"], workers = sys.argv[1:]
    uvicorn.run(
        "benchmarks.empty_listener:create",
        factory=True,
        workers=int(workers),
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

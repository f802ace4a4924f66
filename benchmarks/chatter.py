"""``python -m benchmarks.chatter FILE``: many messages that ask this app nothing, through a live channel.

The file has a message a line (of several columns the first); it comes from outside, and none of it stands here. Its
lines are repeated and mixed: joined, cut, begun and ended as people do, and every third as a question. Each goes the
whole way of Slack's event through the real app, over a database, into a channel that is live.
"""

import argparse
import asyncio
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import uvloop
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

from benchmarks.load import quantile
from benchmarks.questions import ack_event, bare_app
from benchmarks.rows import ROOT
from bot.app import running
from bot.clock import MachineClock
from bot.core.library import Library
from bot.handlers.dispatching import dispatch
from bot.knowledge.channels import Mode
from bot.knowledge.loading import load
from bot.settings import Settings
from bot.storage.channels import Channel
from bot.storage.schema import prepare
from bot.storage.store import Store

MESSAGES = 100_000

BEGINNINGS = ("", "", "", "hi all, ", "Quick one: ", "FYI ", "@here ", "so ", "ok, ", "hey team - does anyone know, ")
JOINTS = (" ", ". ", "\n", ", and ")
ENDINGS = ("", "", "", "?", "??", " thanks", " please", "!", " :sweat_smile:", " or not?")

TEAM, CHANNEL, BOT = "T1", "C1", "U0BOT"


@dataclass(frozen=True, slots=True)
class Chatter:
    """What so many messages came to.

    Attributes:
        messages: How many there were.
        held: Those that would have been answered.
        seconds: Of processor time, for each.
        empty: The same of an empty Bolt listener for the same events, the median.
    """

    messages: int
    held: int
    seconds: Sequence[float]
    empty: float


def mixed(lines: Sequence[str], count: int, seed: int = 7) -> Iterator[str]:
    """So many messages, made of lines: the same for the same seed."""
    some = random.Random(seed)  # noqa: S311 - a choice, no secret
    for _ in range(count):
        text = some.choice(lines)
        kind = some.random()
        if kind < 0.3:
            text = some.choice(JOINTS).join((text, some.choice(lines)))
        elif kind < 0.45:
            words = text.split()
            text = " ".join(words[some.randrange(len(words)) :])
        yield f"{some.choice(BEGINNINGS)}{text}{some.choice(ENDINGS)}"


async def measure(lines: Sequence[str], count: int, library: Library) -> Chatter:
    """Send messages through a live channel, and count what would have been answered."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            slack_bot_token=SecretStr("xoxb-not-a-token"),
            slack_api_url="http://127.0.0.1:1/api/",
            knowledge_path=(ROOT / "knowledge",),
            database_url=SecretStr(f"sqlite:///{Path(folder) / 'bench.db'}"),
        )
        await prepare(settings)
        store = Store(settings)
        now = datetime.now(UTC)
        await store.channels.save(Channel(TEAM, CHANNEL, Mode.LIVE, ("U0OWNER",)), (), "U0OWNER", now)
        empty = bare_app()
        empty.event("message")(ack_event)
        times: list[float] = []
        async with running(settings, library, MachineClock()) as app:
            for number, text in enumerate(mixed(lines, count)):
                times.append(await _send(app, number, text))
                await asyncio.sleep(0)  # what goes on behind answers has its turn
            held = await store.errands.count("hold")
        nothing = [await _send(empty, number, "so") for number in range(min(count, 5000))]
        await store.close()
    return Chatter(count, held, times, median(nothing))


async def _send(app: AsyncApp, number: int, text: str) -> float:
    ts = f"{1_700_000_000 + number}.000100"
    event = {
        "type": "message", "channel": CHANNEL, "channel_type": "channel", "user": "U0SAM", "text": text, "ts": ts,
    }  # fmt: skip
    body: dict[str, Any] = {
        "type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": f"Ev{number}", "event": event,
        "authorizations": [{"user_id": BOT, "team_id": TEAM, "is_bot": True}],
    }  # fmt: skip
    begun = process_time()
    await dispatch(app, body, {})
    return process_time() - begun


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chatter", description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, help="a message a line; of several columns the first")
    parser.add_argument("--messages", type=int, default=MESSAGES)
    options = parser.parse_args()
    lines = [line.split("\t")[0].strip() for line in options.file.read_text("utf-8").splitlines()[1:]]
    library = Library(load([ROOT / "knowledge"]))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        chatter = runner.run(measure([line for line in lines if line], options.messages, library))
    mean = sum(chatter.seconds) / chatter.messages
    print(f"{chatter.messages:,} messages made of {len(lines):,} lines: {chatter.held} to be answered")
    print(
        f"processor time a message: mean {mean * 1e6:.0f} µs, median {median(chatter.seconds) * 1e6:.0f} µs, "
        f"p99 {quantile(sorted(chatter.seconds), 0.99) * 1e6:.0f} µs; {mean / chatter.empty:.1f} times an empty "
        f"Bolt listener ({chatter.empty * 1e6:.0f} µs)"
    )


if __name__ == "__main__":
    main()

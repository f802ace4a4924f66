"""What a question costs: the gate, understanding it, and the whole way of a mention but for Slack's own calls.

Processor time, since a mention waits for the network twice. The sentences are those that the shipped questions must be
recognised by; each is asked once, so nothing is remembered.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import uvloop
from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.load import quantile
from benchmarks.rows import ROOT
from bot.cards.blocks import Message
from bot.cards.rack import Rack
from bot.clock import MachineClock
from bot.core.library import Library
from bot.handlers import mentions
from bot.handlers.answering import Desk
from bot.handlers.attending import Attendant
from bot.handlers.dispatching import dispatch
from bot.handlers.events import Heard, Once, Posts
from bot.handlers.mentions import Front
from bot.handlers.reading import Readers
from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.matching.asking import Asker
from bot.matching.resolving import Resolver
from bot.privacy.gate import identifiers
from bot.settings import Settings
from bot.storage.schema import prepare
from bot.storage.store import Store

PRIVATE = "pt John Smith, MRN 00123456, needs a CT"


@dataclass(frozen=True, slots=True)
class Cost:
    """What something costs.

    Attributes:
        name: What it is.
        seconds: Of processor time, once for each time it was measured.
    """

    name: str
    seconds: Sequence[float]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.seconds)

    @property
    def most(self) -> float:
        """What one in a hundred takes or more."""
        return quantile(sorted(self.seconds), 0.99)


class _NoPosts(Posts):
    """Posts that Slack takes at once: its own calls are not ours to measure."""

    def __init__(self) -> None:
        pass

    async def post(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:  # noqa: ARG002 - as the real one
        return True

    async def whisper(self, to: Heard, card: Message, *, thread_ts: str | None) -> bool:  # noqa: ARG002 - likewise
        return True


def measure(*, most: int = 1000) -> tuple[list[Cost], float]:
    """What questions cost; and how many times what an empty listener takes for the same event, a mention takes.

    Args:
        most: Sentences at most.
    """
    pack = load([ROOT / "knowledge"])
    sentences = [text for question in pack.questions.values() for text in question.tests.should_match][:most]
    asker = Asker(pack.questions.values(), Resolver(pack.entries.values()))
    costs = [
        Cost("privacy gate, a question", [_seconds(identifiers, text) for text in sentences]),
        Cost("privacy gate, a patient", [_seconds(identifiers, PRIVATE) for _ in sentences]),
        Cost("understanding a question", [_seconds(asker.ask, text) for text in sentences]),
        Cost(
            "understanding one with a slip",
            [_seconds(asker.ask, slipped) for text in sentences if (slipped := _slip(text))],
        ),
    ]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        empty, mention = runner.run(_mentions(pack, sentences))
    return [*costs, empty, mention], mention.middle / empty.middle


def _seconds(step: Any, text: str) -> float:
    begun = process_time()
    step(text)
    return process_time() - begun


def _slip(text: str) -> str:
    """A sentence with two letters swapped in its longest word; nothing where that is short."""
    longest = max(text.split(), key=len)
    if len(longest) < 7 or not longest.isalpha():
        return ""
    return text.replace(longest, longest[:3] + longest[4] + longest[3] + longest[5:])


async def _mentions(pack: Pack, sentences: Sequence[str]) -> tuple[Cost, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=SecretStr(f"sqlite:///{Path(folder) / 'bench.db'}"))
        await prepare(settings)
        store = Store(settings)
        await store.open()
        try:
            desk = Desk(Library(pack), Rack())
            app, empty = bare_app(), bare_app()
            once, posts, clock = Once(store.events), _NoPosts(), MachineClock()
            readers = Readers(store.opened, desk.library, Attendant(store.errands, clock), clock)
            front = Front(desk, once, posts, store.holds, store.gaps, store.usage, readers, clock)
            mentions.register(app, front=front)
            empty.event("app_mention")(ack_event)
            numbers = count(1)
            times: dict[AsyncApp, list[float]] = {empty: [], app: []}
            for text in sentences:
                for one, taken in times.items():
                    body = _body(next(numbers), text)
                    begun = process_time()
                    await dispatch(one, body, {})
                    taken.append(process_time() - begun)
        finally:
            await store.close()
    return Cost("an empty Bolt listener, the same event", times[empty]), Cost(
        "a mention, all but Slack's calls", times[app]
    )


async def ack_event(ack: AsyncAck) -> None:
    """A listener that does nothing."""
    await ack()


def bare_app() -> AsyncApp:
    """A Bolt app without listeners, set up as ours is."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-not-a-token")

    return AsyncApp(
        authorize=authorize, request_verification_enabled=False, ssl_check_enabled=False, process_before_response=True
    )


def _body(number: int, text: str) -> dict[str, Any]:
    ts = f"1700000000.{number:06d}"
    said = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": ts, "event_ts": ts, "text": f"<@U2> {text}"}
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": f"Ev{number}",
        "event": said,
        "authorizations": [{"team_id": "T1", "user_id": "U2", "is_bot": True}],
    }

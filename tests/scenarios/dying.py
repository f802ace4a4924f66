"""Workers that die at a step of one's choice, others that go on, and what is on the disk and in Slack afterwards."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, not_, select, text, update

from bot.playground.api.answering import ApiAnswer, WebApi
from bot.playground.delivery import Answer, Envelope, NoAnswerError, OverHttp
from bot.playground.exchanges import Exchange
from bot.playground.slack import OK, Slack
from bot.playground.stand_in import StandIn
from bot.playground.workspace import Change, Message
from bot.storage.errands import LEASE_SECONDS
from bot.storage.store import Store
from bot.storage.tables import ERRANDS
from tests.scenarios.channel import soon
from tests.scenarios.processes import Served

SECONDS = 60.0
"""How long anything may take; a bound for a busy machine."""

OPEN_SECONDS = 0.3
"""Longer than any transaction of a worker that goes on."""

NOBODY_IS_THERE = ApiAnswer(500, {"ok": False, "error": "internal_error"})


@dataclass(slots=True)
class Held:
    """A call that is held back until whoever made it is dead.

    Attributes:
        method: Of the Web API.
        about: What stands somewhere in its arguments.
        carried_out: Whether Slack carries it out first, and only its answer is held back.
        reached: Set once the call has come so far.
    """

    method: str
    about: str
    carried_out: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)


class Turnstile(WebApi):
    """The Web API, where calls can be held back: before they are carried out, or their answers.

    Attributes:
        on_call: Told of every call when it comes.
        latency: Seconds after which it is carried out, whoever lives by then.
    """

    def __init__(self, slack: Slack) -> None:
        super().__init__(slack)
        self.on_call: Callable[[str], None] = lambda _: None
        self.latency = 0.0
        self._held: list[Held] = []
        self._over = asyncio.Event()

    def hold(self, *held: Held) -> None:
        """Hold back the next call that each fits."""
        self._held.extend(held)

    def release(self) -> None:
        """Let go of what is held back: nobody is there any more to be answered."""
        self._over.set()
        self._over = asyncio.Event()

    async def answer(self, name: str, token: str, arguments: Mapping[str, Any]) -> ApiAnswer:
        """Answer one call."""
        self.on_call(name)
        await asyncio.sleep(self.latency)
        sent = json.dumps(dict(arguments))
        held = next((one for one in self._held if one.method == name and one.about in sent), None)
        if held is None:
            return await super().answer(name, token, arguments)
        self._held.remove(held)
        over = self._over
        answer = await super().answer(name, token, arguments) if held.carried_out else NOBODY_IS_THERE
        held.reached.set()
        await over.wait()
        return answer


async def reached(held: Mapping[str, Held]) -> None:
    """Wait until each has come so far."""
    for name, one in held.items():
        async with asyncio.timeout(SECONDS):
            await one.reached.wait()
        assert one.reached.is_set(), name


class LosingAck(OverHttp):
    """The way to a worker that dies before its answer is out: what it did with the request is done."""

    def __init__(self, worker: Served, slack: Slack) -> None:
        super().__init__(worker.url, slack.app.signing_secret)
        self._worker = worker

    async def deliver(self, envelope: Envelope) -> Answer:
        """Deliver, and lose the answer with the worker."""
        answer = await super().deliver(envelope)
        assert answer.status in OK
        self._worker.die()
        raise NoAnswerError("dispatch_failed", "the connection broke", "connection_failed")


class Said:
    """All that the app ever said, whether or not it still stands.

    Args:
        slack: Where.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._messages: dict[tuple[str, str], Message] = {}
        slack.workspace.watch(self._note)

    def _note(self, change: Change) -> None:
        message = change.message
        if message and message.user == self._slack.app.bot_user_id and message.seen_by is None:
            self._messages[message.channel, message.ts] = message

    def messages(self) -> list[Message]:
        """All of them."""
        return list(self._messages.values())

    def by_errand(self) -> Counter[str]:
        """How often each thing was said, by the key of its errand."""
        return Counter(map(key_of, self._messages.values()))

    def standing(self) -> Counter[str]:
        """The same of what still stands."""
        channels = self._slack.workspace.channels
        return Counter(key_of(one) for (where, ts), one in self._messages.items() if ts in channels[where].messages)


def key_of(message: Message) -> str:
    """The key of the errand on which something was said; empty for what was said on none."""
    return str(message.content.get("metadata", {}).get("event_payload", {}).get("key", ""))


class Book:
    """The errands, seen and moved from beside the workers: real processes run on the machine's clock.

    Args:
        store: Over their database.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def make_due(self, *keys: str) -> None:
        """Bring forward what waits for its time; all that waits, where none is named."""
        which = [ERRANDS.c.key.in_(keys)] if keys else []
        now = datetime.now(UTC)
        await self._change(_LEFT, ERRANDS.c.claimed_at.is_(None), *which, due_at=now)

    async def end_leases(self) -> None:
        """Let time pass until nobody may have in hand any more what a dead worker had."""
        await self._change(_LEFT, ERRANDS.c.claimed_at.is_not(None), claimed_at=_long_ago())

    async def forget_done(self) -> None:
        """Make it as if whoever carried them out had died before noting so."""
        await self._change(done=False, claimed_at=_long_ago())

    async def left(self, *keys: str) -> list[str]:
        """What is not done, of these or of all."""
        which = [ERRANDS.c.key.in_(keys)] if keys else []
        return await self._keys(_LEFT, *which)

    async def all_done(self, *keys: str) -> None:
        """Wait until these, or all, are done."""

        async def none_left() -> bool:
            return not await self.left(*keys)

        await soon(none_left, SECONDS)

    async def in_hand(self, key: str) -> None:
        """Wait until somebody has this in hand."""
        await soon(lambda: self._keys(_LEFT, ERRANDS.c.key == key, ERRANDS.c.claimed_at > _long_ago()), SECONDS)

    async def _change(self, *which: ColumnElement[bool], **values: Any) -> None:
        async with self._store._database.transaction() as connection:
            await connection.execute(update(ERRANDS).where(*which).values(**values))

    async def _keys(self, *which: ColumnElement[bool]) -> list[str]:
        async with self._store._database.transaction() as connection:
            return list((await connection.execute(select(ERRANDS.c.key).where(*which))).scalars())


_LEFT = not_(ERRANDS.c.done)


def _long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=LEASE_SECONDS + 1)


class Workers:
    """Processes of ``reading-room serve`` over one database: one on SQLite, two on PostgreSQL.

    Attributes:
        living: Those that live; the first is sent what happens in Slack, and is the one that dies.
    """

    def __init__(self, stand_in: StandIn, store: Store, start: Callable[[], Awaitable[Served]], count: int) -> None:
        self.living: list[Served] = []
        self._store = store
        self._stand_in = stand_in
        self._start = start
        self._count = count

    @property
    def first(self) -> Served:
        """The one that Slack's requests go to."""
        return self.living[0]

    async def start(self) -> None:
        """Start what is missing, and send the first what happens."""
        missing = self._count - len(self.living)
        self.living += await asyncio.gather(*(self._start() for _ in range(missing)))
        self._stand_in.connect_http(self.first.url)

    async def let_first_work(self) -> None:
        """Let the first alone take what is due: what is done to it then is done to who has it in hand.

        The others are not paused in the middle of a transaction, whose locks would hold up the first.
        """
        while True:
            for other in self.living[1:]:
                other.pause()
            if not self.living[1:] or not await self._is_locked():
                return
            for other in self.living[1:]:
                other.go_on()
            await asyncio.sleep(0.1)

    async def _is_locked(self) -> bool:
        """Whether a transaction has been left open on PostgreSQL for longer than any of a worker's lasts."""
        await asyncio.sleep(2 * OPEN_SECONDS)
        left = "state = 'idle in transaction' AND state_change < clock_timestamp() - make_interval(secs => :seconds)"
        query = text(f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {left}")  # noqa: S608
        async with self._store._database.transaction() as connection:
            return bool((await connection.execute(query, {"seconds": OPEN_SECONDS})).scalar_one())

    def lose_next_answer(self) -> None:
        """Let the first die over the next request, done but unanswered."""
        self._stand_in.slack.connect(LosingAck(self.first, self._stand_in.slack))

    def kill_when_answered(self, title: str) -> None:
        """Let the first die as soon as it has answered a request of this kind."""

        def look(exchange: Exchange) -> None:
            if exchange.title == title and exchange.status == 200:
                worker.die()
                end()

        worker, end = self.first, self._stand_in.slack.exchanges.watch(look)

    async def kill_first(self) -> None:
        """Let the first die now, where it has not, and wait until it is dead."""
        await self.living.pop(0).kill()

    async def go_on(self) -> None:
        """Let the others go on; where there is none, a new one is started."""
        for other in self.living:
            other.go_on()
        if not self.living:
            self.living.append(await self._start())
        self._stand_in.connect_http(self.first.url)

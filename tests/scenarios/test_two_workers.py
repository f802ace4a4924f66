"""Two processes over one database: each message is answered once, however Slack delivers it, and one may be killed."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handlers.mentions import AGAIN
from bot.manifest import build_manifest
from bot.playground import membership, payloads
from bot.playground.delivery import Envelope, Form, NoAnswerError, OverHttp
from bot.playground.stand_in import StandIn
from bot.playground.workspace import Channel
from bot.storage.database import Database
from bot.storage.events import LEASE_SECONDS
from bot.storage.tables import SEEN_EVENTS, VOTES
from tests.scenarios.acting import Json
from tests.scenarios.processes import Served, served

CHANNELS = 12
"""Slack holds posts into one channel to a burst, so what is asked at once is spread over some."""

TYPED = ("MRI", "how long does a CT take", "compare CT MRI", "how can I renew my parking permit")
"""What is asked in each channel and direct message."""

ANSWER_SECONDS = 60
"""How long all answers together may take; a bound for a busy machine."""


class Deliveries:
    """Events made by hand, delivered to workers as Slack signs them.

    Args:
        slack: Where they happen.
        urls: Where the workers listen.
    """

    def __init__(self, slack: StandIn, urls: list[str]) -> None:
        self.slack = slack.slack
        self.ways = [OverHttp(url, self.slack.app.signing_secret) for url in urls]
        self._numbers = count(1)

    def events_of(self, channel: Channel, user: str, text: str, *, pair: bool = False) -> list[Json]:
        """Somebody writes: the events that come of it, both of a mention where the app hears messages too."""
        mention = channel.kind != "im"
        said = f"<@{self.slack.app.bot_user_id}> {text}" if mention else text
        event = payloads.message_event(channel, self.slack.workspace.post(channel, {"user": user, "text": said}))
        told = [event] if not mention or pair else []
        told += [event | {"type": "app_mention"}] if mention else []
        return [
            payloads.event_callback(self.slack.app, one, event_id=f"Ev{next(self._numbers):09d}", event_time=1)
            for one in told
        ]

    async def deliver(self, events: list[Json], *, times: int = 2, seed: int = 0) -> None:
        """Deliver each event so often to each worker, all at once and out of order.

        Each must be acked, or left to come again while somebody has it in hand; a single one must be acked.
        """
        sent = [(way, event, retry) for event in events for way in self.ways for retry in range(times)]
        random.Random(seed).shuffle(sent)  # noqa: S311 - an order, no secret
        acks = await asyncio.gather(
            *(
                way.deliver(Envelope(Form.EVENT, event, retry, "http_timeout" if retry else ""))
                for way, event, retry in sent
            )
        )
        assert {ack.status for ack in acks} <= ({200, AGAIN} if times > 1 else {200})

    def answers(self) -> Counter[tuple[str, str]]:
        """How often the app posted, by channel and the message above it; ``""`` where it stands at the top."""
        bot = self.slack.app.bot_user_id
        return Counter(
            (channel.id, message.thread_ts or "")
            for channel in self.slack.workspace.channels.values()
            for message in channel.messages.values()
            if message.user == bot
        )

    async def aclose(self) -> None:
        """Let go of the connections."""
        for way in self.ways:
            await way.close()


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """Slack, before anything is connected with it."""
    async with StandIn(build_manifest()) as stand_in:
        yield stand_in


@pytest.fixture
async def workers(stand_in: StandIn, database_url: str, root: Path, tmp_path: Path) -> AsyncIterator[list[Served]]:
    """Two processes of ``reading-room serve`` over one database."""
    async with AsyncExitStack() as exits:
        starting = [served(stand_in, database_url, tmp_path, root / "knowledge") for _ in range(2)]
        yield list(await asyncio.gather(*map(exits.enter_async_context, starting)))


@pytest.fixture
async def deliveries(stand_in: StandIn, workers: list[Served]) -> AsyncIterator[Deliveries]:
    """Deliveries to both of them."""
    async with contextlib.aclosing(Deliveries(stand_in, [worker.url for worker in workers])) as deliveries:
        yield deliveries


@pytest.fixture
async def channels(stand_in: StandIn) -> list[Channel]:
    """Channels that the app is in."""
    slack, robin = stand_in.slack, stand_in.person().user
    founded = [membership.found(slack, robin, f"ward-{number}") for number in range(CHANNELS)]
    for channel in founded:
        membership.invite(slack, channel, robin, slack.app.bot_user_id)
    return founded


async def test_each_message_is_answered_once(
    deliveries: Deliveries, channels: list[Channel], stand_in: StandIn
) -> None:
    """Sixty mentions and direct messages, each event delivered twice to both workers at once: sixty answers."""
    slack = stand_in.slack
    events = [
        event for channel in channels for text in TYPED for event in deliveries.events_of(channel, "U0ROBIN", text)
    ]
    for user in ("U0ROBIN", "U0SAM", "U0KIM"):
        direct = slack.workspace.direct(user, slack.app.bot_user_id)
        events += [event for text in TYPED for event in deliveries.events_of(direct, user, text)]
    assert len(events) == 60
    async with asyncio.timeout(ANSWER_SECONDS):
        await deliveries.deliver(events)
    answered = deliveries.answers()
    mentioned = {(e["event"]["channel"], e["event"]["ts"]) for e in events if e["event"]["type"] == "app_mention"}
    assert {where for where in answered if where[1]} == mentioned
    assert {answered[where] for where in mentioned} == {1}
    assert [answered[where] for where in answered if not where[1]] == [len(TYPED)] * 3
    await deliveries.deliver(events, times=1, seed=1)
    assert deliveries.answers() == answered, "what comes again later is not answered again"


async def test_a_mention_and_its_message_are_answered_once(deliveries: Deliveries, channels: list[Channel]) -> None:
    """A mention that comes as mention and as message, each event with an id of its own, has one answer."""
    pairs = [deliveries.events_of(channel, "U0SAM", text, pair=True) for channel in channels for text in TYPED]
    assert {len(pair) for pair in pairs} == {2}
    async with asyncio.timeout(ANSWER_SECONDS):
        await deliveries.deliver([event for pair in pairs for event in pair], seed=2)
    assert set(deliveries.answers().values()) == {1}
    assert len(deliveries.answers()) == len(pairs)


async def test_what_a_killed_worker_left_is_answered_by_the_other(
    deliveries: Deliveries, workers: list[Served], channels: list[Channel], database_url: str
) -> None:
    """A worker is killed while it answers: once its lease is over, the next delivery is answered by the other, once."""
    slack = deliveries.slack
    (event,) = deliveries.events_of(channels[0], "U0ROBIN", "MRI")
    slack.faults.ask("delay", "from_app", seconds=ANSWER_SECONDS, method="chat.postMessage")
    first, second = deliveries.ways
    dying = asyncio.create_task(first.deliver(Envelope(Form.EVENT, event)))
    async with asyncio.timeout(ANSWER_SECONDS):
        while slack.faults.as_json()["waiting"]:
            await asyncio.sleep(0.01)
    await workers[0].kill()
    with pytest.raises(NoAnswerError):
        await dying
    again = Envelope(Form.EVENT, event, 1, "connection_failed")
    assert (await second.deliver(again)).status == AGAIN
    assert not deliveries.answers(), "nobody takes over within the lease"
    async with connected(database_url) as connection:
        over = datetime.now(UTC) - timedelta(seconds=LEASE_SECONDS + 1)
        await connection.execute(update(SEEN_EVENTS).values(claimed_at=over))
    assert [(await second.deliver(again)).status for _ in range(2)] == [200, 200]
    assert deliveries.answers() == {(channels[0].id, event["event"]["ts"]): 1}


async def test_a_vote_survives_its_worker(
    stand_in: StandIn, workers: list[Served], database_url: str, root: Path, tmp_path: Path
) -> None:
    """A process killed right after it acked a vote has kept it; one that starts then changes it, as one vote."""
    slack = stand_in.person()
    stand_in.connect_http(workers[0].url)
    card = (await slack.slash("/faq how long does a CT take")).message
    slack.patience = 0.0
    assert (await slack.click("👎", on=card)).status == 200
    await workers[0].kill()
    async with connected(database_url) as connection:
        (row,) = (await connection.execute(select(VOTES))).all()
    assert (row.user_id, row.message_ts, row.helpful) == (slack.user.id, card["ts"], False)
    async with served(stand_in, database_url, tmp_path, root / "knowledge") as restarted:
        stand_in.connect_http(restarted.url)
        assert (await slack.click("👍", on=card)).status == 200
    async with connected(database_url) as connection:
        (row,) = (await connection.execute(select(VOTES))).all()
    assert (row.user_id, row.message_ts, row.helpful) == (slack.user.id, card["ts"], True)


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    """A transaction in the database, beside the workers."""
    database = Database(url)
    try:
        async with database.transaction() as connection:
            yield connection
    finally:
        await database.close()

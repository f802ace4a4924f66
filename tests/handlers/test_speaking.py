"""``bot.handlers.speaking``: what becomes of a hold whose worker died, and of one that changed while it was ended."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.blocks import Message
from bot.cards.rack import Rack
from bot.clock import MachineClock
from bot.core.library import Library
from bot.handlers.answering import Desk
from bot.handlers.attending import TryAgainError
from bot.handlers.courier import Courier, RefusedError, Thread
from bot.handlers.speaking import Speaker
from bot.knowledge.channels import Came, Manners, Mode
from bot.storage.channels import Channel
from bot.storage.errands import Errand
from bot.storage.holds import Place
from bot.storage.store import Store

NOW = datetime.now(UTC)
PLACE = Place("T1", "C1", "1.1")
KEY = f"hold:{PLACE.key}"
CT, MRI = "how long does a CT take?", "how long does an MRI take?"
LIVE = Channel("T1", "C1", Mode.LIVE, ("U1",), Manners(hold_seconds=90), NOW)


class Paper(Courier):
    """A courier that reads and writes on paper.

    Attributes:
        found: The question and its thread, as they stand; ``None`` where they are gone.
        said: The keys of what was posted.
        taken: What was taken away.
        meanwhile: What happens while the thread is read.
        refuses: Whether Slack lets the bot read there no more.
        shared: Whether another organisation is in the channel.
    """

    def __init__(self) -> None:
        self.found: Thread | None = thread(CT)
        self.said: list[str] = []
        self.taken: list[str] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.refuses = False
        self.shared = False

    async def thread(self, channel_id: str, ts: str) -> Thread | None:
        """Read, while something else happens."""
        if self.refuses:
            raise RefusedError("not_in_channel")
        found, meanwhile = self.found, self.meanwhile
        self.meanwhile = None
        if meanwhile:
            await meanwhile()
        return found

    async def is_shared(self, channel_id: str) -> bool:
        """Whether another organisation is there."""
        return self.shared

    async def reply(self, key: str, card: Message, *, channel_id: str, thread_ts: str) -> str:
        """Post."""
        self.said.append(key)
        return "1.5"

    async def take_away(self, channel_id: str, ts: str) -> None:
        """Take away."""
        self.taken.append(ts)


def thread(
    text: str,
    *,
    is_edited: bool = False,
    is_gone: bool = False,
    has_reply: bool = False,
    ours: Mapping[str, str] | None = None,
) -> Thread:
    """A message and what stands below it."""
    return Thread(text, "U7", is_edited, is_gone, has_reply, ours or {})


@pytest.fixture
def paper() -> Paper:
    """What is in Slack."""
    return Paper()


@pytest.fixture
def speaker(library: Library, paper: Paper, store: Store) -> Speaker:
    """Ends holds."""
    return Speaker(Desk(library, Rack(), ""), paper, store, MachineClock())


@pytest.fixture
async def hold(store: Store) -> Errand:
    """The errand that ends a question which was heard in a live channel and is due: begun for the second time."""
    await store.channels.save(LIVE, [], "U1", NOW)
    await store.holds.hear(PLACE, "question:scan-duration:ct", NOW, NOW)
    (errand,) = await store.errands.claim(NOW, ["hold"])
    return replace(errand, tries=2)


async def comes_to(store: Store) -> Came:
    """What became of the question."""
    kept = await store.holds.get(PLACE)
    assert kept is not None
    return kept.came


async def begin(store: Store) -> None:
    """A worker decides to speak, and dies."""
    kept = await store.holds.get(PLACE)
    assert kept is not None
    await store.holds.begin_to_speak(kept, lambda _: Came.SPEAKING, NOW)


async def test_what_was_begun_is_said(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """What a worker was about to say when it died is said by the next."""
    await begin(store)
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.ANSWERED, [KEY])


async def test_what_was_said_is_not_said_again(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """What a worker had posted when it died is found below the question, and noted."""
    await begin(store)
    paper.found = thread(CT, has_reply=True, ours={KEY: "1.3"})
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.ANSWERED, [])
    assert await store.holds.of_answer("T1", "C1", "1.3") == PLACE


@pytest.mark.parametrize(
    ("found", "came"),
    [
        pytest.param(thread(CT, has_reply=True), Came.REPLIED, id="a person replied"),
        pytest.param(thread(CT, ours={"": "1.3"}), Came.REPLIED, id="somebody asked the bot there"),
        pytest.param(thread(MRI, is_edited=True), Came.CHANGED, id="edited into another"),
        pytest.param(thread("", is_gone=True, has_reply=True), Came.CHANGED, id="deleted from above replies"),
        pytest.param(None, Came.CHANGED, id="deleted"),
    ],
)
async def test_what_nobody_was_there_to_hear(
    store: Store, speaker: Speaker, paper: Paper, hold: Errand, found: Thread | None, came: Came
) -> None:
    """What happened in the thread while no worker lived counts all the same: nothing is said."""
    await begin(store)
    paper.found = found
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (came, [])


@pytest.mark.parametrize("mode", [Mode.WATCH, Mode.OFF])
async def test_no_longer_live(store: Store, speaker: Speaker, paper: Paper, hold: Errand, mode: Mode) -> None:
    """What a worker was about to say when it died is not said in a channel that is not live any more."""
    await begin(store)
    await store.channels.save(replace(LIVE, mode=mode), [], "U1", NOW)
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.WATCHED if mode is Mode.WATCH else Came.GONE, [])


async def test_muted_meanwhile(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """What a worker was about to say when it died is not said in a thread that was muted since."""
    await begin(store)
    await store.holds.mute(PLACE, NOW)
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.MUTED, [])


async def test_below_the_floor(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """Where a worker died between a vote and the look at the floor, the channel falls before anything is said in it."""
    judged, now = Place("T1", "C1", "0.1"), datetime.now(UTC)
    await store.holds.hear(judged, "short:mri", now, now)
    await store.holds.settle(judged, Came.WATCHED, now)
    await store.channels.judge(LIVE, "0.1", "U1", right=False, now=now)
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.WATCHED, [])
    assert (await store.channels.get("T1", "C1")).mode is Mode.WATCH
    assert [errand.user_id for errand in await store.errands.claim(datetime.now(UTC), ["fell"])] == ["U1"]


@pytest.mark.parametrize(("minutes", "came"), [(59, Came.ANSWERED), (61, Came.LATE)])
async def test_late(store: Store, speaker: Speaker, paper: Paper, hold: Errand, minutes: int, came: Came) -> None:
    """An answer that is later than an hour comes too late, however often it was put off meanwhile."""
    due = datetime.now(UTC) - timedelta(minutes=minutes)
    await speaker.end_hold(replace(hold, due_at=datetime.now(UTC), details={**hold.details, "due": due.isoformat()}))
    assert (await comes_to(store), paper.said) == (came, [KEY] if came is Came.ANSWERED else [])


async def test_edited_while_it_is_read(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """A question that is edited into another just when it is to be answered waits anew, and is answered as it is."""
    paper.meanwhile = lambda: store.holds.hear_anew(PLACE, "question:scan-duration:mri", NOW)
    with pytest.raises(TryAgainError) as caught:
        await speaker.end_hold(hold)
    assert (caught.value.seconds, await comes_to(store), paper.said) == (90, Came.WAITING, [])
    paper.found = thread(MRI, is_edited=True)
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.ANSWERED, [KEY])


@pytest.mark.parametrize("came", [Came.CHANGED, Came.TAKEN_BACK])
@pytest.mark.parametrize("is_gone", [False, True])
async def test_withdrawn_before_it_was_noted(
    store: Store, speaker: Speaker, paper: Paper, hold: Errand, came: Came, is_gone: bool
) -> None:
    """An answer that was posted but not noted, and whose question was withdrawn then, is found and taken away."""
    await begin(store)
    assert await store.holds.withdraw(PLACE, came, NOW)
    (withdrawal,) = await store.errands.claim(NOW, ["withdraw"])
    with pytest.raises(TryAgainError):
        await speaker.withdraw(withdrawal)
    paper.found = thread("never mind", is_edited=True, is_gone=is_gone, ours={KEY: "1.3"})
    await speaker.end_hold(hold)
    await store.errands.done(KEY)
    await speaker.withdraw(withdrawal)
    assert (await comes_to(store), paper.said, paper.taken) == (came, [], ["1.3"])


async def test_withdrawn_before_it_was_said(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """Where the worker died before it posted, nothing is said any more, and there is nothing to take away."""
    await begin(store)
    assert await store.holds.withdraw(PLACE, Came.CHANGED, NOW)
    (withdrawal,) = await store.errands.claim(NOW, ["withdraw"])
    await speaker.end_hold(hold)
    await store.errands.done(KEY)
    await speaker.withdraw(withdrawal)
    assert (await comes_to(store), paper.said, paper.taken) == (Came.CHANGED, [], [])


async def test_deleted_while_nobody_was_there(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """An answer that stands below a question which is gone, and nobody was there to hear that, is taken away."""
    await begin(store)
    paper.found = thread("", is_gone=True, ours={KEY: "1.3"})
    await speaker.end_hold(hold)
    await store.errands.done(KEY)
    (withdrawal,) = await store.errands.claim(datetime.now(UTC), ["withdraw"])
    await speaker.withdraw(withdrawal)
    assert (await comes_to(store), paper.said, paper.taken) == (Came.CHANGED, [], ["1.3"])


async def test_shared_meanwhile(store: Store, speaker: Speaker, paper: Paper, hold: Errand) -> None:
    """Where another organisation came into the channel meanwhile, nothing is said."""
    paper.shared = True
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.GONE, [])


@pytest.mark.parametrize("is_begun", [False, True])
async def test_not_allowed_to_read(store: Store, speaker: Speaker, paper: Paper, hold: Errand, is_begun: bool) -> None:
    """Where the bot may not read any more nothing is said, and the question has ended."""
    if is_begun:
        await begin(store)
    paper.refuses = True
    await speaker.end_hold(hold)
    assert (await comes_to(store), paper.said) == (Came.GONE, [])
    await speaker.end_hold(hold)
    assert await comes_to(store) is Came.GONE

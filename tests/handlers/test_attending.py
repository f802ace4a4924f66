"""``bot.handlers.attending``: what is due is done, put off, taken over or given up, and a stop loses nothing of it."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clock import MachineClock, moment
from bot.errors import StorageError
from bot.handlers import attending
from bot.handlers.attending import CARRY_SECONDS, LONGEST_WAIT, MOST_TRIES, Attendant, TryAgainError
from bot.playground.clock import Clock
from bot.storage.errands import AT_ONCE, LEASE_SECONDS, Errand, Errands
from bot.storage.store import Store
from bot.storage.tables import ERRANDS

NOW = datetime.now(UTC)

Do = Callable[[Errand], Awaitable[None]]


def errands(count: int = 1, kind: str = "hold") -> list[Errand]:
    """So many that are due."""
    return [Errand(f"{kind}:{number:02}", kind, "T1", NOW) for number in range(count)]


async def end_leases(store: Store) -> None:
    """Let time pass until nobody may have anything in hand any more."""
    over = datetime.now(UTC) - timedelta(seconds=LEASE_SECONDS + 1)
    async with store._database.transaction() as connection:
        await connection.execute(update(ERRANDS).where(ERRANDS.c.claimed_at.is_not(None)).values(claimed_at=over))


class Doer:
    """Carries out errands, or fails at them as a test wants.

    Attributes:
        begun: What was begun, in order.
        fails_with: What each try raises; nothing where it is done.
        may_end: Until then every errand lasts.
    """

    def __init__(self) -> None:
        self.begun: list[Errand] = []
        self.fails_with: Exception | None = None
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self, errand: Errand) -> None:
        """Carry one out."""
        self.begun.append(errand)
        await self.may_end.wait()
        if self.fails_with:
            raise self.fails_with

    async def has_begun(self, count: int) -> None:
        """Wait until so many were begun."""
        async with asyncio.timeout(10):
            while len(self.begun) < count:
                await asyncio.sleep(0.01)


@pytest.fixture
def doer() -> Doer:
    """Carries out errands."""
    return Doer()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved on."""
    return Clock(NOW.timestamp)


@pytest.fixture
def attendant(store: Store, clock: Clock, doer: Doer) -> Attendant:
    """One that does holds, when it is asked to."""
    attendant = Attendant(store.errands, clock)
    attendant.undertake("hold", doer)
    return attendant


@pytest.fixture
async def going(store: Store, doer: Doer) -> AsyncIterator[Attendant]:
    """One that does holds by itself, by this machine's clock, until the test ends."""
    attendant = Attendant(store.errands, MachineClock())
    attendant.undertake("hold", doer)
    await attendant.open()
    yield attendant
    doer.may_end.set()
    await attendant.close()


async def test_what_is_due_is_done(store: Store, attendant: Attendant, doer: Doer) -> None:
    """All that is due is carried out once, the oldest first, and is done."""
    await store.errands.put(*errands(AT_ONCE + 3))
    assert await attendant.run_due() == AT_ONCE + 3
    assert [errand.key for errand in doer.begun] == [errand.key for errand in errands(AT_ONCE + 3)]
    await end_leases(store)
    assert await attendant.run_due() == 0


async def test_what_follows_is_done_too(store: Store, attendant: Attendant, doer: Doer) -> None:
    """What an errand puts into the book is done in the same go."""

    async def approve(_: Errand) -> None:
        await store.errands.put(*errands(2))

    attendant.undertake("approve", approve)
    await store.errands.put(*errands(1, "approve"))
    assert await attendant.run_due() == 3
    assert len(doer.begun) == 2


async def test_only_what_it_undertakes(store: Store, attendant: Attendant, doer: Doer) -> None:
    """What a newer version put into the book, or another command does, is left for those."""
    attendant.undertake("judge", doer)
    await store.errands.put(*errands(1), *errands(1, "judge"), *errands(1, "unheard-of"))
    assert await attendant.run_due(["judge"]) == 1
    assert await attendant.run_due() == 1
    assert [errand.kind for errand in doer.begun] == ["judge", "hold"]
    assert not await store.errands.is_done("unheard-of:00")


@pytest.mark.parametrize(
    ("seconds", "waits"),
    [
        pytest.param(None, [2, 4, 8, 16, 32], id="longer each time"),
        pytest.param(1.0, [2, 4, 8, 16, 32], id="longer than Slack asks for, in the end"),
        pytest.param(10.0, [10, 10, 10, 16, 32], id="not before Slack says"),
        pytest.param(900.0, [900] * 5, id="as long as Slack says"),
    ],
)
async def test_put_off(
    store: Store, attendant: Attendant, doer: Doer, clock: Clock, seconds: float | None, waits: list[int]
) -> None:
    """What cannot be done now is tried again later, each time after a longer wait, and then done."""
    await store.errands.put(*errands())
    doer.fails_with = TryAgainError("ratelimited", seconds)
    for wait in waits:
        assert await attendant.run_due() == 0
        await clock.advance(wait - 0.01)
        begun = len(doer.begun)
        await attendant.run_due()
        assert len(doer.begun) == begun
        await clock.advance(0.01)
    doer.fails_with = None
    assert await attendant.run_due() == 1
    assert [errand.is_retry for errand in doer.begun] == [False, *[True] * len(waits)]


@pytest.mark.parametrize("failure", [TryAgainError("ratelimited", 1.0), TimeoutError(), KeyError("zqx")])
async def test_given_up(
    store: Store,
    attendant: Attendant,
    doer: Doer,
    clock: Clock,
    failure: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What cannot be done for two hours is given up, and the log says so, without words that may be somebody's."""
    await store.errands.put(*errands())
    doer.fails_with = failure
    while not await store.errands.is_done("hold:00"):
        due = await store.errands.next_due()
        assert due is not None
        await clock.advance((due - moment(clock)).total_seconds())
        await attendant.run_due()
    assert len(doer.begun) == MOST_TRIES
    assert timedelta(hours=1.9) < moment(clock) - NOW < timedelta(hours=3)
    (given_up,) = [record for record in caplog.records if "given up" in record.getMessage()]
    assert (given_up.levelno, "zqx" in caplog.text) == (logging.ERROR, False)


async def test_never_given_up(store: Store, doer: Doer, clock: Clock) -> None:
    """What must not be given up is tried however often it failed, with the same pause in the end."""
    attendant = Attendant(store.errands, clock)
    attendant.undertake("withdraw", doer, gives_up=False)
    await store.errands.put(*errands(1, "withdraw"))
    async with store._database.transaction() as connection:
        await connection.execute(update(ERRANDS).values(tries=100 * MOST_TRIES))
    doer.fails_with = TryAgainError("ratelimited")
    assert await attendant.run_due() == 0
    assert await store.errands.next_due() == NOW + timedelta(seconds=LONGEST_WAIT)


async def test_a_fault_holds_up_no_other(store: Store, attendant: Attendant, doer: Doer) -> None:
    """One errand that fails leaves the others of its round as they are."""

    async def fail(_: Errand) -> None:
        raise ValueError("zqx")

    attendant.undertake("broken", fail)
    await store.errands.put(*errands(1, "broken"), *errands(3))
    assert await attendant.run_due() == 3


async def test_one_that_lasts_holds_up_no_other(store: Store, going: Attendant, doer: Doer) -> None:
    """While an errand waits for Slack, others are begun, and what others have decided is looked at."""
    looks: list[int] = []

    async def look() -> None:
        looks.append(len(doer.begun))

    going.each_round(look)
    doer.may_end.clear()
    for number, errand in enumerate(errands(4), start=1):
        await store.errands.put(errand)
        going.wake()
        await doer.has_begun(number)
    going.wake()
    async with asyncio.timeout(10):
        while looks[-1:] != [4]:
            await asyncio.sleep(0.01)


async def test_so_many_hands(store: Store, going: Attendant, doer: Doer) -> None:
    """No more is begun than there are hands; the rest is left to other workers, and begun as hands come free."""
    doer.may_end.clear()
    await store.errands.put(*errands(AT_ONCE + 5))
    going.wake()
    await doer.has_begun(AT_ONCE)
    await asyncio.sleep(0.1)
    assert len(doer.begun) == AT_ONCE
    assert len(await store.errands.claim(NOW, most=100)) == 5
    await store.errands.put(*errands(5, "hold:more"))
    doer.may_end.set()
    async with asyncio.timeout(10):
        while not all([await store.errands.is_done(errand.key) for errand in errands(AT_ONCE)]):
            await asyncio.sleep(0.01)


async def test_it_takes_too_long(
    store: Store, attendant: Attendant, doer: Doer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for Slack lets go before the lease is over, so that no other worker does the same meanwhile."""
    assert CARRY_SECONDS <= LEASE_SECONDS - 10
    monkeypatch.setattr(attending, "CARRY_SECONDS", 0.05)
    doer.may_end.clear()
    await store.errands.put(*errands())
    assert await attendant.run_due() == 0
    doer.may_end.set()
    await clock.advance(2)
    assert await attendant.run_due() == 1
    assert [errand.tries for errand in doer.begun] == [1, 2]


class Away(Errands):
    """Errands in a database that can be away.

    Attributes:
        is_away: Whether it is.
        claims: How often something was asked for.
    """

    is_away = False
    claims = 0

    async def claim(self, *args: object, **options: object) -> list[Errand]:
        """Take what is due, where it is not away."""
        self.claims += 1
        self._fail()
        return await super().claim(*args, **options)  # type: ignore[arg-type]

    async def done(self, key: str) -> None:
        """Note it, where it is not away."""
        self._fail()
        await super().done(key)

    def _fail(self) -> None:
        if self.is_away:
            raise StorageError("away")


async def test_what_cannot_be_noted_is_taken_over(store: Store, clock: Clock, doer: Doer) -> None:
    """Where the database is away when an errand is carried out, it comes again after its lease, told as a retry."""
    away = Away(store._database)
    attendant = Attendant(away, clock)

    async def lose(_: Errand) -> None:
        away.is_away = True

    attendant.undertake("hold", lose)
    await store.errands.put(*errands())
    with pytest.raises(StorageError):
        await attendant.run_due()
    away.is_away = False
    attendant.undertake("hold", doer)
    assert await attendant.run_due() == 0, "within the lease somebody may still have it in hand"
    await end_leases(store)
    assert await attendant.run_due() == 1
    assert doer.begun[0].is_retry


async def test_one_that_loses_the_database_holds_up_no_other(store: Store, attendant: Attendant, doer: Doer) -> None:
    """Whoever runs what is due is told that the database was away, once all that was begun has ended."""

    async def fail(_: Errand) -> None:
        raise StorageError("away")

    attendant.undertake("broken", fail)
    await store.errands.put(*errands(1, "broken"), *errands(3))
    with pytest.raises(StorageError):
        await attendant.run_due()
    assert [await store.errands.is_done(errand.key) for errand in errands(3)] == [True] * 3
    assert not await store.errands.is_done("broken:00")


async def test_while_the_database_is_away(store: Store, doer: Doer, caplog: pytest.LogCaptureFixture) -> None:
    """Rounds go on while the database is away, the log says so once, and what is due is done when it is back."""
    away = Away(store._database)
    away.is_away = True
    attendant = Attendant(away, MachineClock())
    attendant.undertake("hold", doer)
    await store.errands.put(*errands())
    await attendant.open()
    for claims in range(1, 4):
        attendant.wake()
        async with asyncio.timeout(10):
            while away.claims < claims:
                await asyncio.sleep(0.01)
    away.is_away = False
    attendant.wake()
    await doer.has_begun(1)
    await attendant.close()
    assert await store.errands.is_done("hold:00")
    assert [message for message in caplog.messages if "has to wait" in message] == ["what is due has to wait: away"]


async def test_a_round_that_fails_is_not_the_last(
    store: Store, going: Attendant, doer: Doer, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is wrong in a round, the next one comes."""
    faults = iter([ValueError("zqx")])

    async def look() -> None:
        if fault := next(faults, None):
            raise fault

    going.each_round(look)
    await store.errands.put(*errands())
    going.wake()
    await doer.has_begun(1)
    assert "ValueError" in caplog.text
    assert "zqx" not in caplog.text


async def test_two_attendants(store: Store) -> None:
    """Of two that do the same at once each errand is begun by one, and done."""
    begun: list[tuple[str, str]] = []

    def does(name: str) -> Do:
        async def do(errand: Errand) -> None:
            begun.append((errand.key, name))
            await asyncio.sleep(0.01)

        return do

    await store.errands.put(*errands(50))
    two = []
    for name in ("one", "other"):
        attendant = Attendant(store.errands, MachineClock())
        attendant.undertake("hold", does(name))
        two.append(attendant)
    assert sum(await asyncio.gather(*(attendant.run_due() for attendant in two))) == 50
    assert Counter(key for key, _ in begun) == Counter(errand.key for errand in errands(50))
    assert {name for _, name in begun} == {"one", "other"}


async def test_a_start_waits_for_nothing_that_is_due(store: Store, doer: Doer) -> None:
    """A worker serves as soon as it has seen what others decided, however long what is due will take."""
    looks: list[str] = []

    async def look() -> None:
        looks.append("looked")

    attendant = Attendant(store.errands, MachineClock())
    attendant.undertake("hold", doer)
    attendant.each_round(look)
    doer.may_end.clear()
    await store.errands.put(*errands())
    async with asyncio.timeout(1):
        await attendant.open()
    assert looks == ["looked"]
    await doer.has_begun(1)
    doer.may_end.set()
    await attendant.close()


async def test_done_when_it_is_due(store: Store, going: Attendant, doer: Doer) -> None:
    """What is due between two rounds is not left until the next one."""
    await asyncio.sleep(0.1)
    due_at = datetime.now(UTC) + timedelta(seconds=0.3)
    await store.errands.put(Errand("hold:1", "hold", "T1", due_at))
    going.wake()
    await doer.has_begun(1)
    assert timedelta(0) <= datetime.now(UTC) - due_at < timedelta(seconds=1)


async def test_what_nobody_undertakes_wakes_nobody(store: Store, doer: Doer) -> None:
    """Something due that this worker cannot do does not keep it busy."""
    away = Away(store._database)
    attendant = Attendant(away, MachineClock())
    attendant.undertake("hold", doer)
    await store.errands.put(*errands(1, "unheard-of"))
    await attendant.open()
    await asyncio.sleep(0.5)
    await attendant.close()
    assert away.claims <= 2


async def test_a_stop_finishes_what_is_in_hand(store: Store, going: Attendant, doer: Doer) -> None:
    """What is in hand when a stop comes is carried out and noted; nothing more is begun."""
    doer.may_end.clear()
    await store.errands.put(*errands(AT_ONCE + 1))
    going.wake()
    await doer.has_begun(AT_ONCE)
    closing = asyncio.create_task(going.close())
    await asyncio.sleep(0.05)
    doer.may_end.set()
    await closing
    assert [await store.errands.is_done(errand.key) for errand in errands(AT_ONCE + 1)] == [*[True] * AT_ONCE, False]
    assert len(doer.begun) == AT_ONCE


async def test_a_stop_waits_no_longer_than_it_may(
    store: Store, going: Attendant, doer: Doer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What does not end in time is let go of, and carried out by another after its lease."""
    monkeypatch.setattr(attending, "STOP_SECONDS", 0.1)
    doer.may_end.clear()
    await store.errands.put(*errands(3))
    going.wake()
    await doer.has_begun(3)
    async with asyncio.timeout(2):
        await going.close()
    assert "stopped with 3 errands in hand" in caplog.text
    doer.may_end.set()
    other = Attendant(store.errands, MachineClock())
    other.undertake("hold", doer)
    assert await other.run_due() == 0
    await end_leases(store)
    assert await other.run_due() == 3
    assert [errand.is_retry for errand in doer.begun] == [False] * 3 + [True] * 3

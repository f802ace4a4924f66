"""``bot.playground.clock``: time passes by itself, or in a moment, and nothing is lost on the way."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.playground.clock import Clock

NOON = 1_700_000_000.0
WAIT_S = 20


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    """A clock that stands at noon until it is moved on."""
    clock = Clock(lambda: NOON)
    yield clock
    await clock.close()


@pytest.fixture
def rung() -> list[tuple[str, float]]:
    """What rang, and how many seconds after noon."""
    return []


Ring = Callable[[str], Callable[[], Awaitable[None]]]


@pytest.fixture
def ring(clock: Clock, rung: list[tuple[str, float]]) -> Ring:
    """An action that notes its name and the time."""

    def named(name: str) -> Callable[[], Awaitable[None]]:
        async def note() -> None:
            rung.append((name, clock.now() - NOON))

        return note

    return named


async def test_it_runs_with_its_source_and_ahead_of_it() -> None:
    """What it was moved on stays added to what its source says."""
    seconds = NOON
    clock = Clock(lambda: seconds)
    await clock.advance(3600)
    seconds += 5
    assert clock.now() == NOON + 3605


async def test_all_rings_in_order_each_at_its_own_time(clock: Clock, ring: Ring, rung: list[tuple[str, float]]) -> None:
    """A week passed in a moment brings all that falls into it, by time and then by when it was set."""
    clock.at(NOON + 300, ring("third"))
    clock.at(NOON + 1, ring("first"))
    clock.at(NOON + 1, ring("second"))
    clock.at(NOON + 604_801, ring("a second after the week"))
    await clock.advance(604_800)
    assert rung == [("first", 1), ("second", 1), ("third", 300)]
    assert clock.now() == NOON + 604_800
    await clock.advance(1)
    assert rung[-1] == ("a second after the week", 604_801)


async def test_what_is_set_on_the_way_rings_on_the_way(clock: Clock, rung: list[tuple[str, float]]) -> None:
    """An action may set another, which rings in the same move where its time falls into it."""

    async def again() -> None:
        rung.append(("again", clock.now() - NOON))
        clock.at(clock.now() + 60, again)

    clock.at(NOON + 60, again)
    await clock.advance(150)
    assert rung == [("again", 60), ("again", 120)]


async def test_a_cancelled_alarm_never_rings(clock: Clock, ring: Ring, rung: list[tuple[str, float]]) -> None:
    """What is cancelled is passed over, and the others ring."""
    clock.at(NOON + 1, ring("cancelled")).cancel()
    clock.at(NOON + 2, ring("kept"))
    await clock.advance(10)
    assert rung == [("kept", 2)]


@pytest.mark.parametrize("due", [-10.0, 0.0, 0.02], ids=["long past", "now", "soon"])
async def test_it_rings_by_itself(due: float) -> None:
    """Without being moved on, what is due rings as time passes, and what was due already rings at once."""
    clock, rang = Clock(), asyncio.Event()

    async def ring() -> None:
        rang.set()

    clock.at(clock.now() + due, ring)
    await asyncio.wait_for(rang.wait(), WAIT_S)


async def test_who_sleeps_is_woken_by_the_move(clock: Clock) -> None:
    """Sleep lasts as long as the clock says, however short that is on the wall."""
    sleeping = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    await clock.advance(3599)
    assert not sleeping.done()
    await clock.advance(1)
    await asyncio.wait_for(sleeping, WAIT_S)


async def test_a_sleep_that_is_broken_off_leaves_nothing(clock: Clock) -> None:
    """Whoever stops waiting is not woken later, and the clock goes on."""
    sleeping = asyncio.create_task(clock.sleep(60))
    await asyncio.sleep(0)
    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping
    await clock.advance(120)
    assert clock.now() == NOON + 120


@pytest.mark.parametrize("seconds", [-1.0, math.inf, math.nan])
async def test_it_goes_forwards_only(clock: Clock, seconds: float) -> None:
    """A move back, or without an end, is refused, and changes nothing."""
    with pytest.raises(ValueError, match="forwards only"):
        await clock.advance(seconds)
    assert clock.now() == NOON


async def test_closed_it_rings_no_more(ring: Ring, rung: list[tuple[str, float]]) -> None:
    """Closing breaks off what is ringing, and drops what has not rung."""
    clock, begun, ended = Clock(), asyncio.Event(), asyncio.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.sleep(WAIT_S)
        finally:
            ended.set()

    clock.at(clock.now(), long)
    clock.at(clock.now() + 60, ring("after closing"))
    await asyncio.wait_for(begun.wait(), WAIT_S)
    await clock.close()
    assert ended.is_set()
    await clock.advance(120)
    assert rung == []

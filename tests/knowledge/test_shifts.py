"""Shifts: what comes to a learner comes on shifts they work, one a shift, and nothing is lost by leave or a pause."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.knowledge.shifts import A_DAY, LAST_CALL, SETTLED, WORK, Pattern, Shifts, Span, plan, shifts_of

LONDON = "Europe/London"
MONDAY = date(2026, 11, 30)
A_MINUTE = timedelta(minutes=1)
ZONES = (LONDON, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")

TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
SPANS = st.builds(
    lambda first, length: Span(MONDAY + A_DAY * first, MONDAY + A_DAY * (first + length)),
    st.integers(-20, 60), st.integers(0, 20),
)  # fmt: skip
ROTAS = st.builds(
    Shifts,
    begins=TIMES,
    ends=TIMES,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    tz=st.sampled_from(ZONES),
    cycle=st.none() | st.sampled_from([(2, 2), (4, 4), (7, 7)]),
    anchor=st.just(MONDAY),
    quiet=st.none() | st.tuples(TIMES, TIMES),
    leaves=st.lists(SPANS, max_size=3).map(tuple),
)
NUMBERS = st.sets(st.integers(1, 25), min_size=1, max_size=12).map(sorted)
MOMENTS = st.integers(0, 140 * 24 * 60).map(lambda minutes: datetime(2026, 11, 20, tzinfo=UTC) + A_MINUTE * minutes)


def in_zone(at: datetime, shifts: Shifts) -> datetime:
    """A moment by the learner's wall."""
    return at.astimezone(ZoneInfo(shifts.tz)).replace(tzinfo=None)


@given(ROTAS, NUMBERS, MOMENTS)
def test_on_worked_shifts_alone(shifts: Shifts, numbers: list[int], now: datetime) -> None:
    """Every moment lies within a shift that is worked, outside quiet hours and leave, not before now; one a shift."""
    moments = plan(numbers, shifts, counted=0, after=MONDAY - A_DAY, now=now)
    assert len(moments) == len(numbers)
    known = [at for at in moments if at]
    assert moments == [*known, *[None] * (len(numbers) - len(known))]
    days = []
    for at in known:
        assert at >= now
        wall, zone = in_zone(at, shifts), ZoneInfo(shifts.tz)
        day = next(d for d in (wall.date(), wall.date() - A_DAY) if shifts.is_worked(d) and shifts.moment(d, at) == at)
        begins = datetime.combine(day, shifts.begins)
        ends = datetime.combine(day if shifts.begins < shifts.ends else day + A_DAY, shifts.ends)
        an_hour = timedelta(hours=1)  # where clocks change within a shift
        assert begins + SETTLED - an_hour <= wall <= ends - LAST_CALL + an_hour
        assert not any(leave.includes(day) for leave in shifts.leaves)
        if shifts.quiet and at.astimezone(zone).dst() == (at - timedelta(days=1)).astimezone(zone).dst():
            starts, stops = shifts.quiet
            clock = wall.time()
            assert not (starts <= clock < stops if starts <= stops else clock >= starts or clock < stops)
        days.append(day)
    assert days == sorted(set(days))


@given(ROTAS, NUMBERS)
def test_counted_in_worked_shifts(shifts: Shifts, numbers: list[int]) -> None:
    """Before the first day, the step of the n-th shift comes on the n-th day that is worked."""
    assume(shifts.has_room)
    now = datetime(2026, 11, 20, tzinfo=UTC)
    moments = plan(numbers, shifts, counted=0, after=MONDAY - A_DAY, now=now)
    worked = [day for day, _ in zip(shifts.dates(MONDAY - A_DAY), range(numbers[-1]), strict=False)]
    for number, at in zip(numbers, moments, strict=True):
        expected = shifts.moment(worked[number - 1], now) if number <= len(worked) else None
        assert at == expected or expected is None


@given(ROTAS, NUMBERS, st.integers(0, 40), SPANS)
def test_leave_moves_and_loses_nothing(shifts: Shifts, numbers: list[int], sent: int, leave: Span) -> None:
    """With leave in it, every step still comes, in its order, none of them during the leave."""
    assume(shifts.has_room)
    now = datetime(2026, 11, 20, tzinfo=UTC)
    away = replace(shifts, leaves=(*shifts.leaves, leave))
    before = plan(numbers, shifts, counted=0, after=MONDAY - A_DAY, now=now)
    after = plan(numbers, away, counted=0, after=MONDAY - A_DAY, now=now)
    for early, late in zip(before, after, strict=True):
        assert late is None or early is None or late >= early
    assert not any(at and leave.includes(away.date_of(at)) for at in after)


def test_a_night_week_with_leave() -> None:
    """Nights from Monday to Friday, away from Thursday to the next Wednesday: on the nights that are worked."""
    nights = replace(shifts_of(Pattern.NIGHTS, LONDON, MONDAY), leaves=(Span(date(2026, 12, 3), date(2026, 12, 9)),))
    moments = plan([1, 2, 3, 4, 5, 6], nights, counted=0, after=MONDAY - A_DAY, now=datetime(2026, 11, 27, tzinfo=UTC))
    assert [f"{at:%a %d %H:%M}" for at in moments if at] == [
        "Mon 30 20:30", "Tue 01 20:30", "Wed 02 20:30", "Thu 10 20:30", "Fri 11 20:30", "Mon 14 20:30",
    ]  # fmt: skip


def test_what_fell_due_in_a_pause_keeps_its_distances() -> None:
    """After three weeks in which nothing could be sent the next step comes next, the others as far apart as before."""
    days = shifts_of(Pattern.DAYS, LONDON, MONDAY)
    now = datetime(2026, 12, 25, 12, tzinfo=UTC)
    moments = plan([3, 4, 6], days, counted=2, after=date(2026, 12, 1), now=now)
    assert [f"{at:%a %d %H:%M}" for at in moments if at] == ["Fri 25 12:00", "Mon 28 08:30", "Wed 30 08:30"]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        pytest.param(datetime(2026, 12, 1, 3, tzinfo=UTC), date(2026, 11, 30), id="after midnight: the night before"),
        pytest.param(datetime(2026, 12, 1, 7, 59, tzinfo=UTC), date(2026, 11, 30), id="until the night ends"),
        pytest.param(datetime(2026, 12, 1, 8, tzinfo=UTC), date(2026, 12, 1), id="then the day's own"),
        pytest.param(datetime(2026, 12, 1, 23, tzinfo=UTC), date(2026, 12, 1), id="before midnight"),
    ],
)
def test_a_night_is_the_day_on_which_it_begins(at: datetime, day: date) -> None:
    """A moment after midnight belongs to the shift that began the evening before."""
    assert shifts_of(Pattern.NIGHTS, LONDON, MONDAY).date_of(at) == day


@pytest.mark.parametrize(
    ("quiet", "comes"),
    [
        pytest.param((time(20), time(23)), "23:00", id="over the beginning"),
        pytest.param((time(22), time(2)), "20:30", id="later in the night"),
        pytest.param((time(19), time(3)), "03:00", id="past midnight"),
        pytest.param((time(20), time(7, 31)), None, id="over the whole shift"),
        pytest.param((time(9), time(9)), "20:30", id="none, where both ends are one"),
    ],
)
def test_quiet_hours(quiet: tuple[time, time], comes: str | None) -> None:
    """What would come in quiet hours comes at their end, and not at all where the shift is over by then."""
    nights = replace(shifts_of(Pattern.NIGHTS, LONDON, MONDAY), quiet=quiet)
    at = nights.moment(MONDAY)
    assert (at and f"{at:%H:%M}") == comes
    assert nights.has_room is (comes is not None)


@pytest.mark.parametrize("pattern", list(Pattern))
def test_every_pattern_has_room(pattern: Pattern) -> None:
    """Whatever a lead chooses, something can be sent."""
    shifts = shifts_of(pattern, LONDON, MONDAY)
    assert (shifts.begins, shifts.ends, shifts.days) == WORK[pattern]
    assert plan([1], shifts, counted=0, after=MONDAY, now=datetime(2026, 11, 27, tzinfo=UTC))[0]


def test_nobody_works_forever_after() -> None:
    """Where no shift is known any more, the moment is not known either."""
    gone = replace(shifts_of(Pattern.DAYS, LONDON, MONDAY), leaves=(Span(MONDAY, MONDAY + A_DAY * 1000),))
    assert plan([1, 2], gone, counted=0, after=MONDAY, now=datetime(2026, 11, 27, tzinfo=UTC)) == [None, None]


@pytest.mark.parametrize("night", [date(2026, 10, 24), date(2027, 3, 27)], ids=["an hour twice", "an hour left out"])
def test_clocks_that_change(night: date) -> None:
    """In a night in which clocks are put back or forward something still comes, within it."""
    nights = replace(shifts_of(Pattern.NIGHTS, LONDON, night), days=frozenset(range(7)), quiet=(time(20), time(1, 30)))
    at = nights.moment(night)
    assert at
    assert nights.date_of(at) == night
    late = datetime.combine(night + A_DAY, time(1, 15), tzinfo=UTC)
    assert (nights.moment(night, late) or late) >= late

"""When somebody works: shifts, days off, leave, quiet hours; and so, when they may be sent something.

A shift bears the date on which it begins: a night from Friday to Saturday is Friday's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)

SETTLED = timedelta(minutes=30)
"""How long after a shift begins something may be sent: the handover comes first."""

LAST_CALL = timedelta(minutes=30)
"""How long before a shift ends nothing is sent any more."""

FARTHEST = 400
"""How many days ahead worked shifts are looked for; whoever works none of them has left."""

MOST_LEAVES = 12
"""How many stretches of leave are kept; the oldest go first."""


class Pattern(StrEnum):
    """How somebody works, as it is chosen in one go."""

    DAYS = "days"
    NIGHTS = "nights"
    WEEKENDS = "weekends"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date

    def includes(self, day: date) -> bool:
        """Whether a day lies within it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Shifts:
    """When somebody works.

    Attributes:
        begins: When a shift begins, by the clock of their place.
        ends: When it ends; at or before ``begins``: on the next day.
        days: The days on which a shift may begin; 0 is Monday.
        tz: The IANA name of the time zone, e.g. ``Europe/London``.
        cycle: Days on and days off in turn, e.g. ``(4, 4)``, counted from ``anchor``; ``None`` for the same every week.
        anchor: The first day on of a cycle.
        quiet: From when until when nothing may be sent, by the same clock; ``None`` for no quiet hours.
        leaves: Stretches of leave, in their order: no shift begins within them.
    """

    begins: time
    ends: time
    days: frozenset[int]
    tz: str
    cycle: tuple[int, int] | None = None
    anchor: date = date(2026, 1, 5)
    quiet: tuple[time, time] | None = None
    leaves: tuple[Span, ...] = ()

    def is_worked(self, day: date) -> bool:
        """Whether a shift begins on a day."""
        if day.weekday() not in self.days or any(leave.includes(day) for leave in self.leaves):
            return False
        if self.cycle is None:
            return True
        on, off = self.cycle
        return (day - self.anchor).days % (on + off) < on

    def dates(self, after: date) -> Iterator[date]:
        """The days after one on which a shift begins, `FARTHEST` days ahead at most."""
        days = (after + A_DAY * number for number in range(1, FARTHEST + 1))
        return (day for day in days if self.is_worked(day))

    def date_of(self, at: datetime) -> date:
        """The date of the shift that a moment lies in, or would lie in: until a night ends, that of the day before."""
        local = at.astimezone(ZoneInfo(self.tz))
        is_after_midnight = self.ends <= self.begins and local.time() < self.ends
        return local.date() - A_DAY if is_after_midnight else local.date()

    def moment(self, day: date, earliest: datetime | None = None) -> datetime | None:
        """The first moment of a day's shift at which something may be sent, in UTC.

        Args:
            day: The date of the shift.
            earliest: Not before this moment.

        Returns:
            ``None`` where the shift is over by then, or its quiet hours leave no room.
        """
        zone = ZoneInfo(self.tz)
        first = datetime.combine(day, self.begins) + SETTLED
        last = datetime.combine(day if self.begins < self.ends else day + A_DAY, self.ends) - LAST_CALL
        if earliest is not None:
            first = max(first, _whole_minute(earliest.astimezone(zone).replace(tzinfo=None)))
        if self.quiet:
            first = _after_quiet(first, *self.quiet)
        if first > last:
            return None
        at = first.replace(tzinfo=zone).astimezone(UTC)
        # Where a clock is put back an hour comes twice, and the wall cannot tell them apart.
        return max(at, earliest.astimezone(UTC)) if earliest else at

    @property
    def has_room(self) -> bool:
        """Whether something can be sent on a shift at all."""
        return bool(self.days) and self.moment(self.anchor) is not None


def _whole_minute(at: datetime) -> datetime:
    return at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _after_quiet(at: datetime, starts: time, stops: time) -> datetime:
    """A moment by the wall, or the end of the quiet hours where it lies within them; none where both are the same."""
    clock = at.time()
    if starts < stops:
        return at.replace(hour=stops.hour, minute=stops.minute) if starts <= clock < stops else at
    if starts > stops and clock >= starts:
        return datetime.combine(at.date() + A_DAY, stops)
    return datetime.combine(at.date(), stops) if starts > stops and clock < stops else at


WORK: dict[Pattern, tuple[time, time, frozenset[int]]] = {
    Pattern.DAYS: (time(8), time(16), frozenset(range(5))),
    Pattern.NIGHTS: (time(20), time(8), frozenset(range(5))),
    Pattern.WEEKENDS: (time(8), time(20), frozenset({5, 6})),
}
"""When a shift begins and ends, and on which days, until the learner says otherwise."""


def shifts_of(pattern: Pattern, tz: str, anchor: date) -> Shifts:
    """The shifts that a pattern stands for."""
    begins, ends, days = WORK[pattern]
    return Shifts(begins, ends, days, tz, anchor=anchor)


def plan(
    on_shifts: Iterable[int], shifts: Shifts, *, counted: int, after: date, now: datetime
) -> list[datetime | None]:
    """When steps are to be sent, counted in worked shifts.

    What fell due while nothing could be sent comes on the next shift; what follows keeps its distance from it, so that
    somebody who was away is not sent everything at once.

    Args:
        on_shifts: The worked shift of each step, rising.
        shifts: When the learner works.
        counted: The number of the last shift that counted; 0 where none did.
        after: Its date; the day before the first where none did.
        now: Nothing is sent before this moment.

    Returns:
        A moment in UTC for each step; ``None`` where no shift is known on which it could be sent.
    """
    dates, moments = shifts.dates(after), list[datetime | None]()
    for number in on_shifts:
        at: datetime | None = None
        while counted < number or at is None:
            day = next(dates, None)
            if day is None:
                break
            counted = max(counted, min(number, counted + 1))
            at = shifts.moment(day, now) if counted >= number else None
        moments.append(at)
    return moments

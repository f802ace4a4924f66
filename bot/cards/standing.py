"""How somebody stands on a track, in words: what cards of leads and of learners have in common."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.knowledge.channels import WEEK
from bot.knowledge.learning import Assignment
from bot.knowledge.shifts import Shifts, Span
from bot.knowledge.tracks import Track

CELLS = 10
"""Of a bar that shows progress."""


class Standing(NamedTuple):
    """An assignment and its track, as cards show them.

    Attributes:
        assignment: It.
        track: ``None`` where the pack has it no longer.
        now: The moment.
    """

    assignment: Assignment
    track: Track | None
    now: datetime

    @property
    def name(self) -> str:
        """What the track is called."""
        return self.track.name if self.track else self.assignment.track_id


def bar(assignment: Assignment) -> str:
    """How far somebody is: ``▓▓▓░░░░░░░ 3 of 12``."""
    total = len(assignment.steps) or 1
    filled = assignment.done * CELLS // total
    return f"{'▓' * filled}{'░' * (CELLS - filled)} {assignment.done} of {len(assignment.steps)}"


def coming_leave(shifts: Shifts, now: datetime) -> Span | None:
    """The leave that somebody is on, or will be on next; ``None`` where none is known."""
    today = now.astimezone(ZoneInfo(shifts.tz)).date()
    return next((leave for leave in shifts.leaves if leave.last >= today), None)


def in_words(shifts: Shifts, now: datetime) -> str:
    """When somebody works, in words: ``20:00 to 08:00, Mon to Fri``."""
    told = f"{shifts.begins:%H:%M} to {shifts.ends:%H:%M}, {_days(sorted(shifts.days))}"
    if shifts.cycle:
        told += f", {shifts.cycle[0]} on and {shifts.cycle[1]} off"
    if shifts.quiet:
        told += f", quiet {shifts.quiet[0]:%H:%M} to {shifts.quiet[1]:%H:%M}"
    if leave := coming_leave(shifts, now):
        told += f", away {date_in_words(leave.first)} to {date_in_words(leave.last)}"
    return told


def _days(days: Sequence[int]) -> str:
    names = [WEEK[day][:3] for day in days]
    if len(days) == len(WEEK):
        return "every day"
    is_run = len(days) > 2 and list(days) == list(range(days[0], days[0] + len(days)))  # noqa: PLR2004 - three in a row
    return f"{names[0]} to {names[-1]}" if is_run else ", ".join(names)


def at_shift(at: datetime | None, shifts: Shifts) -> str:
    """``Mon 30 Nov at 20:30`` by the learner's clock."""
    if at is None:
        return "on the next shift"
    local = at.astimezone(ZoneInfo(shifts.tz))
    return f"{date_in_words(local.date())} at {local:%H:%M}"


def day_of(at: datetime, shifts: Shifts) -> str:
    """A moment's day by the learner's clock: ``Mon 30 Nov``."""
    return date_in_words(at.astimezone(ZoneInfo(shifts.tz)).date())


def date_in_words(day: date) -> str:
    """A day: ``Mon 30 Nov``."""
    return f"{day:%a} {day.day} {day:%b}"


def questions(count: int) -> str:
    """How many questions: ``1 question``, ``5 questions``."""
    return "1 question" if count == 1 else f"{count} questions"


def rows(count: int) -> str:
    """How many rows."""
    return "1 row" if count == 1 else f"{count} rows"

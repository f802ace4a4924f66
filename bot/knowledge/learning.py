"""Who is on which track, and how far: nouns that the store keeps, and that cards show."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile

from bot.knowledge.shifts import Shifts

STUCK_AFTER = 3
"""Worked shifts that a step lies undone before its learner counts as stuck."""


class State(StrEnum):
    """How an assignment stands."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By the learner, or by the lead."""
    FINISHED = "finished"
    """Every step is done."""

    @property
    def is_under_way(self) -> bool:
        """Whether it may go on."""
        return self in {State.RUNNING, State.PAUSED}


class Part(StrEnum):
    """What somebody else is to an assignment."""

    LEAD = "lead"
    PRECEPTOR = "preceptor"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of an assignment.

    Attributes:
        step_id: The step of the track.
        on_shift: The worked shift on which it comes.
        wanted_at: When it is to be sent; ``None`` while it is not to be.
        channel_id: The learner's conversation with the bot, once it is known.
        scheduled_id: Slack's id of the message that it will send, or has sent.
        scheduled_at: When Slack sends it, or has.
        done_at: When it was done.
    """

    step_id: str
    on_shift: int
    wanted_at: datetime | None = None
    channel_id: str | None = None
    scheduled_id: str | None = None
    scheduled_at: datetime | None = None
    done_at: datetime | None = None

    def is_sent(self, now: datetime) -> bool:
        """Whether the learner has it."""
        return self.scheduled_at is not None and self.scheduled_at <= now


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person on a track.

    Attributes:
        id: Random hex digits.
        team_id: The workspace.
        user_id: The learner.
        track_id: The track.
        starts_on: The day of the first shift.
        shifts: When the learner works.
        state: How it stands.
        shares: Whether the learner lets the lead see how quizzes went.
        lead: Who started it; ``None`` once that person is forgotten.
        preceptor: Who signs off; likewise, and where none was named.
        version: Counts up with every change of plan.
        steps: In the order of the track.
        began_at: When it was started.
        ended_at: When it was finished or stopped.
    """

    id: str
    team_id: str
    user_id: str
    track_id: str
    starts_on: date
    shifts: Shifts
    state: State = State.RUNNING
    shares: bool = False
    lead: str | None = None
    preceptor: str | None = None
    version: int = 0
    steps: tuple[Progress, ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def signs_off(self) -> str | None:
        """Who signs off: the preceptor, else the lead."""
        return self.preceptor or self.lead

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)

    def has_done(self, step_id: str) -> bool:
        """Whether a step is done."""
        return any(step.step_id == step_id and step.done_at for step in self.steps)

    def open_steps(self, now: datetime) -> tuple[Progress, ...]:
        """What the learner has and did not do yet."""
        return tuple(step for step in self.steps if step.is_sent(now) and step.done_at is None)

    def next_step(self, now: datetime) -> Progress | None:
        """The first step that the learner does not have yet."""
        return next((step for step in self.steps if not step.is_sent(now) and step.done_at is None), None)

    def is_stuck(self, now: datetime) -> bool:
        """Whether something lies undone for `STUCK_AFTER` worked shifts, or more."""
        if self.state is not State.RUNNING:
            return False
        today = self.shifts.date_of(now)
        return any(self._shifts_since(step, today) >= STUCK_AFTER for step in self.open_steps(now))

    def _shifts_since(self, step: Progress, today: date) -> int:
        since = self.shifts.date_of(step.scheduled_at) if step.scheduled_at else today
        return sum(1 for _ in takewhile(lambda day: day <= today, self.shifts.dates(since)))

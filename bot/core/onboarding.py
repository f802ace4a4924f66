"""Onboarding: who starts on a track, when each step is to be sent, and what becomes of that when shifts change."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.knowledge.learning import Assignment, Progress, State
from bot.knowledge.shifts import A_DAY, Pattern, Shifts, plan, shifts_of
from bot.knowledge.tracks import Track

FARTHEST_START = timedelta(days=90)
"""How far ahead somebody may start: hiring is seldom known for longer."""

ON_ITS_WAY = timedelta(seconds=90)
"""What is sent within this time is as good as sent: Slack takes nothing back within the last minute
(docs.slack.dev, chat.deleteScheduledMessage)."""


def enroll(
    track: Track,
    team_id: str,
    learner: str,
    *,
    lead: str,
    preceptor: str | None,
    starts_on: date,
    shifts: Shifts,
    now: datetime,
) -> Assignment:
    """Put somebody on a track, with a plan of its steps.

    Args:
        track: Which.
        team_id: The workspace.
        learner: Who.
        lead: Who starts it.
        preceptor: Who signs off, and answers what no card does; the lead, where nobody is named.
        starts_on: The day from which shifts count.
        shifts: When the learner works.
        now: The moment.
    """
    steps = tuple(Progress(step.id, step.on_shift) for step in track.steps)
    begun = Assignment(
        secrets.token_hex(6), team_id, learner, track.id, starts_on, shifts,
        lead=lead, preceptor=preceptor, steps=steps, began_at=now,
    )  # fmt: skip
    return planned(begun, now)


def planned(assignment: Assignment, now: datetime) -> Assignment:
    """An assignment with the moments at which its steps are to be sent, by its state and shifts.

    What the learner has, or did already, is left as it is; so is what is on its way.
    """
    pending = [step for step in assignment.steps if not step.is_sent(now + ON_ITS_WAY) and step.done_at is None]
    if assignment.state is State.RUNNING:
        counted, after = _counted(assignment, now)
        on_shifts = [step.on_shift for step in pending]
        moments = plan(on_shifts, assignment.shifts, counted=counted, after=after, now=now + ON_ITS_WAY)
    else:
        moments = [None for _ in pending]
    wanted = {step.step_id: at for step, at in zip(pending, moments, strict=True)}
    steps = (
        replace(step, wanted_at=wanted[step.step_id]) if step.step_id in wanted else step for step in assignment.steps
    )
    return replace(assignment, steps=tuple(steps))


def _counted(assignment: Assignment, now: datetime) -> tuple[int, date]:
    """How many shifts have counted, and the date of the last of them."""
    sent = [step for step in assignment.steps if step.is_sent(now + ON_ITS_WAY)]
    if not sent:
        return 0, assignment.starts_on - A_DAY
    # Not of one and the same step, where one was added to the track before another that was sent already.
    return max(step.on_shift for step in sent), max(
        assignment.shifts.date_of(step.scheduled_at or now) for step in sent
    )


def paused(assignment: Assignment, now: datetime) -> Assignment:
    """An assignment of which nothing comes until it is resumed."""
    return planned(replace(assignment, state=State.PAUSED), now)


def resumed(assignment: Assignment, now: datetime) -> Assignment:
    """An assignment that goes on, where it had got to, on the next shift."""
    return planned(replace(assignment, state=State.RUNNING), now)


def stopped(assignment: Assignment, now: datetime) -> Assignment:
    """An assignment that is over before its end."""
    return planned(replace(assignment, state=State.STOPPED, ended_at=now), now)


def with_shifts(assignment: Assignment, now: datetime, *, shifts: Shifts, shares: bool) -> Assignment:
    """An assignment by other shifts, or with leave; and with the lead seeing how quizzes went, or not."""
    return planned(replace(assignment, shifts=shifts, shares=shares), now)


def with_pattern(assignment: Assignment, now: datetime, *, pattern: Pattern) -> Assignment:
    """An assignment by the shifts that a pattern stands for; leave and quiet hours stay."""
    old = assignment.shifts
    shifts = replace(shifts_of(pattern, old.tz, old.anchor), leaves=old.leaves, quiet=old.quiet)
    if not shifts.has_room:  # hours that were quiet between other shifts would cover these
        shifts = replace(shifts, quiet=None)
    return planned(replace(assignment, shifts=shifts), now)


def follows(assignment: Assignment, track: Track) -> bool:
    """Whether an assignment has the steps of its track as the pack has them now."""
    return [(step.step_id, step.on_shift) for step in assignment.steps] == [
        (step.id, step.on_shift) for step in track.steps
    ]


def fitted(assignment: Assignment, now: datetime, *, track: Track | None) -> Assignment:
    """An assignment with the steps that its track has by now; what was done of it stays done.

    Where nothing is left to do it is finished. Where the track is gone it is paused: it may be gone by mistake.
    """
    if track is None:
        return paused(assignment, now)
    old = {step.step_id: step for step in assignment.steps}
    steps = tuple(
        replace(old[step.id], on_shift=step.on_shift) if step.id in old else Progress(step.id, step.on_shift)
        for step in track.steps
    )
    if all(step.done_at for step in steps):
        return replace(assignment, steps=steps, state=State.FINISHED, ended_at=now)
    kept = {step.id for step in track.steps}
    gone = (step for step in assignment.steps if step.step_id not in kept)  # which may have been sent today
    changed = planned(replace(assignment, steps=(*steps, *gone)), now)
    return replace(changed, steps=changed.steps[: len(steps)])


def came_back(assignment: Assignment, step: Progress) -> bool:
    """Whether leave lies between a step and the one before it: then its message says welcome back."""
    at = step.wanted_at or step.scheduled_at
    before = [one for one in assignment.steps if one.on_shift < step.on_shift]
    earlier = max((_moments(before)), default=None)
    if at is None or earlier is None:
        return False
    first, last = assignment.shifts.date_of(earlier), assignment.shifts.date_of(at)
    return any(first < leave.last and leave.first < last for leave in assignment.shifts.leaves)


def _moments(steps: Iterable[Progress]) -> list[datetime]:
    return [at for step in steps if (at := step.scheduled_at or step.wanted_at)]


def complaint_about_start(starts_on: date, today: date) -> str | None:
    """What is wrong with a day to start on; ``None`` where nothing is."""
    if starts_on < today - A_DAY * 7:
        return "That is more than a week ago: name today, or a day to come."
    if starts_on > today + FARTHEST_START:
        return f"That is more than {FARTHEST_START.days} days ahead: come back nearer the day."
    return None


def complaints_about_shifts(shifts: Shifts) -> dict[str, str]:
    """What is wrong with shifts, by the field that a form has them in."""
    wrong: dict[str, str] = {}
    if not shifts.days:
        wrong["days"] = "Tick the days on which you may have a shift."
    elif not replace(shifts, quiet=None).has_room:
        wrong["ends"] = "Nothing is sent in the first and last half hour of a shift, and this one has no more."
    elif not shifts.has_room:
        wrong["quiet_from"] = "Your quiet hours cover the whole shift: nothing could be sent on it."
    return wrong

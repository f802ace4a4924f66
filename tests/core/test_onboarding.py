"""``bot.core.onboarding``: whatever a learner decides, each step comes once, in its order, and none is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.onboarding import (
    ON_ITS_WAY,
    came_back,
    complaint_about_start,
    complaints_about_shifts,
    enroll,
    fitted,
    follows,
    paused,
    planned,
    resumed,
    stopped,
    with_shifts,
)
from bot.knowledge.learning import Assignment, State
from bot.knowledge.shifts import A_DAY, Shifts, Span
from bot.knowledge.tracks import Track

MONDAY = date(2026, 11, 30)
BEGAN = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
DAYS = Shifts(time(8), time(16), frozenset(range(5)), "Europe/London", anchor=MONDAY)
NIGHTS = Shifts(time(20), time(8), frozenset(range(7)), "Europe/London", cycle=(4, 4), anchor=MONDAY)
QUIET = replace(DAYS, quiet=(time(7), time(12)))
WEEKENDS = Shifts(time(8), time(20), frozenset({5, 6}), "America/New_York", anchor=MONDAY)

SOONEST, AHEAD, LAST_MINUTE = timedelta(seconds=20), timedelta(days=7), timedelta(seconds=60)


def track_of(*steps: tuple[str, int]) -> Track:
    """A track with these steps, each on its shift."""
    told = [{"id": name, "on_shift": on_shift, "title": name, "why": "So.", "task": "Do."} for name, on_shift in steps]
    review = {"owner": "Tests", "reviewed_on": date(2026, 1, 9), "review_by": date(2027, 1, 9)}
    return Track.model_validate(
        {"id": "porter", "kind": "track", "name": "Porter", "summary": "So.", "steps": told, "review": review}
    )


TRACK = track_of(("a", 1), ("b", 2), ("c", 3), ("d", 6), ("e", 7), ("f", 12))


def enrolled(track: Track = TRACK, shifts: Shifts = DAYS, now: datetime = BEGAN) -> Assignment:
    """Sam on the track, from Monday on."""
    return enroll(track, "T1", "U0SAM", lead="U0ROBIN", preceptor=None, starts_on=MONDAY, shifts=shifts, now=now)


def sent(assignment: Assignment, *names: str) -> Assignment:
    """The same, where these steps were sent when they were wanted."""
    steps = [replace(one, scheduled_at=one.wanted_at) if one.step_id in names else one for one in assignment.steps]
    return replace(assignment, steps=tuple(steps))


def wanted(assignment: Assignment) -> list[str]:
    """When steps are wanted, by the wall of London in winter."""
    return [f"{one.wanted_at:%a %d %H:%M}" if one.wanted_at else "" for one in assignment.steps]


class World:
    """A learner, the bot, and Slack: just enough of each.

    What is scheduled is posted in its time; within the last minute nothing is taken back.
    """

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
        self.assignment = enrolled(now=self.now)
        self.posted: list[tuple[str, datetime]] = []
        self.is_up = True
        self.work()

    def work(self) -> None:
        """The bot does what `Tutor` does of one plan."""
        if not self.is_up:
            return
        for name in [step.step_id for step in self.assignment.steps]:
            step = next(one for one in self.assignment.steps if one.step_id == name)
            if step.is_sent(self.now):
                continue
            at = step.scheduled_at
            if at != step.wanted_at and at is not None and at - self.now >= LAST_MINUTE:
                at = None
            if at is None and step.wanted_at and SOONEST <= step.wanted_at - self.now <= AHEAD:
                at = step.wanted_at
            steps = [replace(one, scheduled_at=at) if one.step_id == name else one for one in self.assignment.steps]
            self.assignment = replace(self.assignment, steps=tuple(steps))
            if at is None and step.wanted_at and step.wanted_at - self.now < SOONEST:
                self.assignment = planned(self.assignment, self.now)
                self.work()
                return

    def pass_time(self, minutes: float) -> None:
        """Time goes on: Slack posts what is due on the way; the bot looks about four times a day, where it is up."""
        end = self.now + timedelta(minutes=minutes)
        while self.now < end:
            before, self.now = self.now, min(end, self.now + timedelta(hours=6))
            due = [s for s in self.assignment.steps if s.scheduled_at and before < s.scheduled_at <= self.now]
            self.posted += sorted(((s.step_id, s.scheduled_at) for s in due if s.scheduled_at), key=lambda one: one[1])
            self.work()

    def decide(self, act: str, number: int) -> None:
        """The learner decides something, or the bot goes down or comes up."""
        match act:
            case "pause":
                self.assignment = paused(self.assignment, self.now)
            case "resume":
                self.assignment = resumed(self.assignment, self.now)
            case "away":
                first = self.now.date() + A_DAY * (number % 9)
                leaves = (*self.assignment.shifts.leaves, Span(first, first + A_DAY * (number % 16)))
                shifts = replace(self.assignment.shifts, leaves=leaves)
                self.assignment = with_shifts(self.assignment, self.now, shifts=shifts, shares=False)
            case "back":
                shifts = replace(self.assignment.shifts, leaves=())
                self.assignment = with_shifts(self.assignment, self.now, shifts=shifts, shares=False)
            case "shifts":
                other = (DAYS, NIGHTS, QUIET, WEEKENDS)[number % 4]
                shifts = replace(other, leaves=self.assignment.shifts.leaves)
                self.assignment = with_shifts(self.assignment, self.now, shifts=shifts, shares=True)
            case "down":
                self.is_up = False
            case "up":
                self.is_up = True
            case "just before":  # the moment at which it matters most
                coming = [at for one in self.assignment.steps if (at := one.scheduled_at) and at > self.now]
                if coming:
                    self.pass_time((min(coming) - self.now).total_seconds() / 60 - (number % 200) / 60)
            case _:
                self.pass_time(number)
        self.work()


ACTS = st.one_of(
    st.tuples(st.sampled_from(["wait", "wait", "wait"]), st.sampled_from([1, 5, 60, 300, 1440, 2000, 4320, 9000])),
    st.tuples(st.just("just before"), st.integers(0, 199)),
    st.tuples(st.sampled_from(["pause", "resume", "away", "back", "shifts"]), st.integers(0, 50)),
    st.tuples(st.sampled_from(["down", "up"]), st.just(0)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, min_size=3, max_size=20))
def test_whatever_happens(acts: Sequence[tuple[str, int]]) -> None:
    """Pauses, leave, other shifts, a bot that is away, at any moment: each step comes once, in order, and all come."""
    world = World()
    for act, number in acts:
        world.decide(act, number)
    world.decide("up", 0)
    world.decide("resume", 0)
    world.decide("back", 0)
    world.pass_time(200 * 24 * 60)
    assert [name for name, _ in world.posted] == [step.id for step in TRACK.steps]
    assert [at for _, at in world.posted] == sorted({at for _, at in world.posted})


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTS.filter(lambda act: act[0] not in {"shifts", "back"}), min_size=3, max_size=20))
def test_one_a_shift(acts: Sequence[tuple[str, int]]) -> None:
    """With the same shifts all along, no two steps come on one of them, and none while the learner is away."""
    world = World()
    for act, number in acts:
        world.decide(act, number)
    world.decide("up", 0)
    world.decide("resume", 0)
    world.pass_time(200 * 24 * 60)
    days = [DAYS.date_of(at) for _, at in world.posted]
    assert len(set(days)) == len(days)
    assert all(DAYS.is_worked(day) for day in days)


def test_enrolled() -> None:
    """Each step is wanted half an hour into its own shift."""
    assert wanted(enrolled()) == [
        "Mon 30 08:30", "Tue 01 08:30", "Wed 02 08:30", "Mon 07 08:30", "Tue 08 08:30", "Tue 15 08:30",
    ]  # fmt: skip


def test_started_late() -> None:
    """Whoever starts in the middle of a shift gets the first step on it, soon; after its end, on the next."""
    middle, after = datetime(2026, 11, 30, 12, 0, tzinfo=UTC), datetime(2026, 11, 30, 15, 40, tzinfo=UTC)
    assert wanted(enrolled(now=middle))[:2] == ["Mon 30 12:02", "Tue 01 08:30"]
    assert wanted(enrolled(now=after))[:2] == ["Tue 01 08:30", "Wed 02 08:30"]


def test_paused_and_resumed() -> None:
    """Paused, nothing is wanted; resumed, it goes on with the same distances."""
    assignment = sent(enrolled(), "a", "b")
    later = datetime(2026, 12, 20, 10, 0, tzinfo=UTC)
    stopped_for_now = paused(assignment, datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    assert wanted(stopped_for_now) == ["Mon 30 08:30", "Tue 01 08:30", "", "", "", ""]
    assert wanted(resumed(stopped_for_now, later))[2:] == [
        "Mon 21 08:30", "Thu 24 08:30", "Fri 25 08:30", "Fri 01 08:30",
    ]  # fmt: skip


def test_resumed_twice() -> None:
    """Resumed again on the shift on which a step came late, the next still comes on the next."""
    first, again = (datetime(2026, 12, 9, 10, minute, tzinfo=UTC) for minute in (0, 30))
    late = resumed(paused(sent(enrolled(), "a"), first), first)
    assert wanted(late)[1:3] == ["Wed 09 10:02", "Thu 10 08:30"]
    assert wanted(resumed(sent(late, "b"), again))[2] == "Thu 10 08:30"


def test_on_its_way() -> None:
    """What Slack is about to send stays wanted, whatever is decided."""
    assignment = sent(enrolled(), "a")
    just_before = datetime(2026, 11, 30, 8, 30, tzinfo=UTC) - ON_ITS_WAY
    for change in (paused, stopped):
        assert wanted(change(assignment, just_before))[:2] == ["Mon 30 08:30", ""]
        assert wanted(change(assignment, just_before - timedelta(seconds=1)))[:2] == ["", ""]


def test_stopped() -> None:
    """Stopped, it has ended, and nothing is wanted."""
    after = stopped(enrolled(), BEGAN)
    assert (after.state, after.ended_at, set(wanted(after))) == (State.STOPPED, BEGAN, {""})


def test_fitted() -> None:
    """Other steps: those that are left keep what was done, new ones come, and a track without a change is followed."""
    now = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
    before = sent(enrolled(), "a", "b", "c")
    before = replace(before, steps=tuple(replace(s, done_at=now) if s.step_id == "a" else s for s in before.steps))
    assert follows(before, TRACK)
    track = track_of(("a", 1), ("new", 2), ("b", 3), ("d", 8), ("g", 9))
    assert not follows(before, track)
    after = fitted(before, now, track=track)
    assert follows(after, track)
    assert after.steps[0].done_at == now
    assert after.state is State.RUNNING
    # Once today was sent a step, the next comes tomorrow: also the new one, whose turn is over.
    assert wanted(after)[1:] == ["Thu 03 08:30", "Tue 01 08:30", "Thu 10 08:30", "Fri 11 08:30"]


def test_fitted_to_nothing_left() -> None:
    """Where all that is left is done it is finished; where the track is gone, paused."""
    before = sent(enrolled(), "a")
    done = replace(before, steps=tuple(replace(s, done_at=BEGAN) if s.step_id == "a" else s for s in before.steps))
    assert fitted(done, BEGAN, track=track_of(("a", 1))).state is State.FINISHED
    assert fitted(before, BEGAN, track=track_of(("a", 1))).state is State.RUNNING
    assert fitted(before, BEGAN, track=None).state is State.PAUSED


def test_a_removed_step_was_today() -> None:
    """After a step that was sent today and is removed then, the next still comes tomorrow."""
    before = sent(enrolled(), "a")
    after = fitted(before, datetime(2026, 11, 30, 9, 0, tzinfo=UTC), track=track_of(("b", 1), ("c", 2)))
    assert wanted(after) == ["Tue 01 08:30", "Wed 02 08:30"]


@pytest.mark.parametrize(
    ("leave", "step", "expected"),
    [
        pytest.param((2, 4), "c", True, id="leave before it"),
        pytest.param((2, 4), "b", False, id="leave after it"),
        pytest.param((2, 4), "d", False, id="leave before the one before it"),
        pytest.param((-3, 0), "a", False, id="before the first"),
        pytest.param((30, 31), "f", False, id="after the last"),
    ],
)
def test_came_back(leave: tuple[int, int], step: str, expected: bool) -> None:
    """The first step after leave says welcome back, and no other."""
    away = Span(MONDAY + A_DAY * leave[0], MONDAY + A_DAY * leave[1])
    assignment = enrolled(shifts=replace(DAYS, leaves=(away,)))
    assert came_back(assignment, next(one for one in assignment.steps if one.step_id == step)) is expected


@pytest.mark.parametrize(("days", "is_fine"), [(-8, False), (-7, True), (0, True), (90, True), (91, False)])
def test_starts(days: int, is_fine: bool) -> None:
    """A start may lie a week back, and ninety days ahead."""
    assert (complaint_about_start(MONDAY + A_DAY * days, MONDAY) is None) is is_fine


@pytest.mark.parametrize(
    ("shifts", "fields"),
    [
        pytest.param(DAYS, [], id="fine"),
        pytest.param(replace(DAYS, days=frozenset()), ["days"], id="no days"),
        pytest.param(replace(DAYS, quiet=(time(8), time(16))), ["quiet_from"], id="quiet all along"),
        pytest.param(replace(DAYS, ends=time(8, 59)), ["ends"], id="no room"),
        pytest.param(replace(DAYS, ends=time(9)), [], id="just room"),
        pytest.param(replace(DAYS, ends=time(8, 30), quiet=(time(1), time(2))), ["ends"], id="no room, and quiet"),
        pytest.param(replace(DAYS, ends=time(8)), [], id="a day and a night"),
    ],
)
def test_complaints(shifts: Shifts, fields: list[str]) -> None:
    """What is wrong with shifts is said of the field in which it is wrong."""
    assert list(complaints_about_shifts(shifts)) == fields

"""Workers that are killed in the middle of tracks: no step is lost, none comes twice, and what is done stays done.

As in ``test_killed``: one worker over SQLite that is started anew, two over PostgreSQL of which one goes on.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.core.onboarding import enroll, paused, resumed, stopped, with_shifts
from bot.handlers.tutoring import mark_of
from bot.knowledge.learning import Assignment, State
from bot.knowledge.pack import Pack
from bot.knowledge.shifts import Shifts
from bot.knowledge.tracks import Track
from bot.playground.stand_in import StandIn
from bot.playground.workspace import TEAM_ID, User
from bot.storage.assignments import AHEAD
from bot.storage.errands import Errand
from bot.storage.store import Store
from bot.storage.tables import ASSIGNMENTS
from tests.scenarios.channel import soon, until
from tests.scenarios.dying import SECONDS, Book, Held, Said, Turnstile, Workers, reached

ROBIN, SAM, KIM = "U0ROBIN", "U0SAM", "U0KIM"

ALWAYS = Shifts(time(0), time(0), frozenset(range(7)), "UTC", cycle=(1, 2), anchor=datetime.now(UTC).date())
"""Somebody who works day and night, and then not for two days: the first step comes in two minutes, the next in three
days. So three are scheduled for each, and no method is called more often than Slack allows in a minute."""


@pytest.fixture
def track(pack: Pack) -> Track:
    """One of the shipped tracks."""
    return pack.tracks["ward-nurse"]


class Watch:
    """What Slack was asked to send, and has sent, of everybody's steps.

    Args:
        stand_in: Slack.
        said: All that was ever said there.
        store: What the workers keep.
    """

    def __init__(self, stand_in: StandIn, said: Said, store: Store) -> None:
        self._slack = stand_in.slack
        self._said = said
        self._store = store

    def counts(self) -> Counter[str]:
        """How often each step is scheduled or was posted, by its mark."""
        waiting = (str(one.content.get("text", "")) for one in self._slack.pending.scheduled.values())
        posted = (str(one.content.get("text", "")) for one in self._said.messages())
        return Counter(text.rpartition("\n")[2] for text in (*waiting, *posted) if "\nReference " in text)

    async def expected(self, assignments: Sequence[Assignment]) -> Counter[str]:
        """Once each: what each assignment wants sent within the time that Slack is asked ahead, and what was sent."""
        expected: Counter[str] = Counter()
        for one in assignments:
            stands = await self._store.assignments.get(one.id)
            assert stands is not None
            soonest = datetime.now(UTC) + AHEAD - timedelta(minutes=2)
            expected.update(
                mark_of(stands, step)
                for step in stands.steps
                if step.is_sent(datetime.now(UTC)) or (step.wanted_at and step.wanted_at < soonest)
            )
        return expected

    async def settled(self, assignments: Sequence[Assignment]) -> None:
        """Wait until just what is wanted is scheduled, each once, at the moment that is wanted."""

        async def is_settled() -> bool:
            return self.counts() == await self.expected(assignments) and await self._is_in_time(assignments)

        try:
            await soon(is_settled, SECONDS)
        except TimeoutError:
            assert self.counts() == await self.expected(assignments)
            raise

    async def _is_in_time(self, assignments: Sequence[Assignment]) -> bool:
        """Whether every message waits for the moment at which its step is wanted."""
        moments = {str(one.content["text"]).rpartition("\n")[2]: one.post_at
                   for one in self._slack.pending.scheduled.values()}  # fmt: skip
        for one in assignments:
            stands = await self._store.assignments.get(one.id)
            assert stands is not None
            for step in stands.steps:
                at = moments.get(mark_of(stands, step))
                if at is not None and step.wanted_at is not None and at != int(step.wanted_at.timestamp()):
                    return False
        return True


@pytest.fixture
def watch(stand_in: StandIn, said: Said, store: Store) -> Watch:
    """What comes of it in Slack."""
    return Watch(stand_in, said, store)


async def begin(store: Store, track: Track, learner: str) -> Assignment:
    """Put somebody on the track, from today on."""
    now = datetime.now(UTC)
    begun = enroll(
        track, TEAM_ID, learner, lead=ROBIN, preceptor=KIM, starts_on=now.date(), shifts=ALWAYS, now=now
    )  # fmt: skip
    assert await store.assignments.begin(begun, now)
    return begun


async def end_holds(store: Store) -> None:
    """Let time pass until nobody may have an assignment in hand any more that a dead worker had."""
    async with store._database.transaction() as connection:
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        held = ASSIGNMENTS.c.held_until.is_not(None)
        await connection.execute(update(ASSIGNMENTS).where(held).values(held_until=long_ago))


async def go_on(store: Store, book: Book, workers: Workers, turnstile: Turnstile) -> None:
    """Kill the first worker, and let another go on with what it had in hand."""
    await workers.kill_first()
    turnstile.release()
    await book.end_leases()
    await end_holds(store)
    await workers.go_on()


def hire(stand_in: StandIn, count: int) -> list[str]:
    """New people: their member ids."""
    people = [User(f"U0NEW{number}", f"new{number}", f"New Hire {number}") for number in range(count)]
    for user in people:
        stand_in.slack.workspace.add_user(user)
    return [user.id for user in people]


async def test_scheduling_at_every_step(
    stand_in: StandIn,
    store: Store,
    turnstile: Turnstile,
    said: Said,
    book: Book,
    workers: Workers,
    watch: Watch,
    track: Track,
) -> None:
    """Killed while welcoming and scheduling: everybody is welcomed once, and every step is scheduled and comes once."""
    people = hire(stand_in, 5)
    await workers.start()
    await workers.let_first_work()
    now = datetime.now(UTC)
    begun = [
        enroll(track, TEAM_ID, one, lead=ROBIN, preceptor=KIM, starts_on=now.date(), shifts=ALWAYS, now=now)
        for one in people
    ]
    held = {
        "before welcoming": Held("chat.postMessage", f"welcome:{begun[0].id}"),
        "after welcoming": Held("chat.postMessage", f"welcome:{begun[1].id}", carried_out=True),
        "finding the conversation": Held("conversations.open", people[2]),
        "before scheduling": Held("chat.scheduleMessage", mark_of(begun[3], begun[3].steps[1])),
        "after scheduling": Held("chat.scheduleMessage", mark_of(begun[4], begun[4].steps[1]), carried_out=True),
        "after scheduling the first": Held(
            "chat.scheduleMessage", mark_of(begun[4], begun[4].steps[0]), carried_out=True
        ),
    }
    turnstile.hold(*held.values())
    for one in begun:
        assert await store.assignments.begin(one, now)
    await reached(held)
    await go_on(store, book, workers, turnstile)
    await watch.settled(begun)
    await until(lambda: all(said.by_errand()[f"welcome:{one.id}:{one.user_id}"] for one in begun), SECONDS)
    assert {said.by_errand()[f"welcome:{one.id}:{one.user_id}"] for one in begun} == {1}

    await book.forget_done()
    await end_holds(store)
    await asyncio.sleep(3)
    await watch.settled(begun)
    assert {said.by_errand()[f"welcome:{one.id}:{one.user_id}"] for one in begun} == {1}, "killed before noting so"

    expected = await watch.expected(begun)
    assert len(expected) in {2 * len(begun), 3 * len(begun)}  # the day may be over by now, in UTC
    await stand_in.slack.clock.advance(AHEAD.total_seconds())
    assert watch.counts() == expected
    assert not stand_in.slack.pending.scheduled


CHANGES = {
    "before taking back": ("chat.deleteScheduledMessage", False),
    "after taking back": ("chat.deleteScheduledMessage", True),
    "before scheduling anew": ("chat.scheduleMessage", False),
    "after scheduling anew": ("chat.scheduleMessage", True),
}
"""The call over which the worker is killed, and whether Slack carries it out first."""


async def test_changing_at_every_step(
    stand_in: StandIn,
    store: Store,
    turnstile: Turnstile,
    book: Book,
    workers: Workers,
    watch: Watch,
    track: Track,
) -> None:
    """Killed while shifts change, and changed again by who comes after: what is scheduled is what is wanted last."""
    people = hire(stand_in, len(CHANGES) + 2)
    await workers.start()
    begun = [await begin(store, track, one) for one in people]
    await watch.settled(begun)
    await workers.let_first_work()
    held = {}
    stands = [await store.assignments.get(one.id) for one in begun]
    for (step, (method, carried_out)), one in zip(CHANGES.items(), stands, strict=False):
        assert one is not None
        later = one.steps[1]
        about = str(later.scheduled_id) if "delete" in method else mark_of(one, later)
        held[step] = Held(method, about, carried_out=carried_out)
    turnstile.hold(*held.values())
    nights = replace(ALWAYS, begins=time(20), ends=time(8))
    for one in stands[: len(CHANGES)]:
        assert one is not None
        now = datetime.now(UTC)
        await store.assignments.change(one, with_shifts(one, now, shifts=nights, shares=False), now)
    pausing, stopping = stands[len(CHANGES) :]
    assert pausing
    assert stopping
    now = datetime.now(UTC)
    await store.assignments.change(pausing, paused(pausing, now), now)
    await store.assignments.change(stopping, stopped(stopping, now), now)
    await reached(held)
    again = await store.assignments.get(begun[0].id)
    assert again
    now = datetime.now(UTC)
    mornings = replace(ALWAYS, begins=time(5), ends=time(4, 30))
    await store.assignments.change(again, with_shifts(again, now, shifts=mornings, shares=True), now)
    await go_on(store, book, workers, turnstile)
    await watch.settled(begun)

    resting = await store.assignments.get(pausing.id)
    assert resting
    assert not any(step.wanted_at for step in resting.steps[1:])
    now = datetime.now(UTC)
    await store.assignments.change(resting, resumed(resting, now), now)
    await watch.settled(begun)


async def test_what_is_done_stays_done(
    stand_in: StandIn,
    store: Store,
    turnstile: Turnstile,
    said: Said,
    book: Book,
    workers: Workers,
    track: Track,
) -> None:
    """Killed over the form, a click and the last sign-off, each unanswered: begun once, done, told to each once."""
    await workers.start()
    robin, kim = (stand_in.person(name, channel="") for name in ("robin", "kim"))
    await robin.slash("/onboard")
    workers.kill_when_answered("view_submission")
    today = datetime.now(UTC).date()
    filled = {"person": SAM, "track": track.id, "preceptor": KIM, "starts_on": today.isoformat(), "pattern": "days"}
    await robin.submit(filled)
    await go_on(store, book, workers, turnstile)
    (begun,) = await store.assignments.of_learner(TEAM_ID, SAM)
    await until(lambda: said.by_errand()[f"welcome:{begun.id}:{SAM}"], SECONDS)

    now = datetime.now(UTC)
    *early, last = begun.steps
    for step in early:
        await store.assignments.do(begun, step.step_id, now)
    await workers.start()
    held = {"asking": Held("chat.postMessage", f"sign_off:{begun.id}", carried_out=True)}
    turnstile.hold(*held.values())
    assert track.step(last.step_id) is not None
    await store.errands.put(sign_off_errand(begun, last.step_id, now))
    await workers.let_first_work()
    await reached(held)
    await go_on(store, book, workers, turnstile)
    await workers.start()
    await book.all_done(f"sign_off:{begun.id}:{last.step_id}")
    workers.lose_next_answer()
    await kim.click("Sign off", on=kim.messages()[-1])
    await go_on(store, book, workers, turnstile)
    await until(lambda: said.by_errand()[f"finished:{begun.id}:{ROBIN}"], SECONDS)
    await book.forget_done()
    await asyncio.sleep(3)
    done = await store.assignments.get(begun.id)
    assert done
    assert (done.state, done.done) == (State.FINISHED, len(track.steps))
    told = said.by_errand()
    assert {key: count for key, count in told.items() if key and count != 1} == {}
    assert {f"finished:{begun.id}:{SAM}", f"signed:{begun.id}:{last.step_id}:yes"} <= told.keys()


def sign_off_errand(assignment: Assignment, step_id: str, now: datetime) -> Errand:
    """Asks Kim."""
    details = {"assignment": assignment.id, "step": step_id}
    return Errand(f"sign_off:{assignment.id}:{step_id}", "sign_off", TEAM_ID, now, KIM, details)

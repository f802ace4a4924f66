"""Assignments: begun once, changed by one at a time, each step done once, and nothing left of who is forgotten."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.knowledge.learning import Assignment, Progress, State
from bot.knowledge.shifts import MOST_LEAVES, Shifts, Span
from bot.storage.assignments import ChangedError
from bot.storage.errands import LEASE_SECONDS, Errand
from bot.storage.store import Store
from bot.storage.tables import ASSIGNMENT_PEOPLE, ASSIGNMENT_STEPS, ASSIGNMENTS, METADATA
from tests.storage.racing import race

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)

SHIFTS = Shifts(
    time(20), time(8), frozenset({0, 2, 6}), "Europe/London", cycle=(4, 4), anchor=date(2026, 11, 30),
    quiet=(time(22), time(6)), leaves=(Span(date(2026, 12, 5), date(2026, 12, 9)),),
)  # fmt: skip


def of(user: str = "U0SAM", name: str = "a1", track: str = "first-week", **changes: Any) -> Assignment:
    """Somebody on a track of three steps."""
    steps = tuple(Progress(f"s{number}", number, NOW + A_DAY * number) for number in (1, 2, 3))
    begun = Assignment(
        name, "T1", user, track, date(2026, 11, 30), SHIFTS,
        lead="U0ROBIN", preceptor="U0KIM", steps=steps, began_at=NOW,
    )  # fmt: skip
    return replace(begun, **changes)


async def begun(store: Store, **changes: Any) -> Assignment:
    """One that is begun, as it is read."""
    assert await store.assignments.begin(of(**changes), NOW)
    return await kept(store, changes.get("name", "a1"))


async def kept(store: Store, name: str = "a1") -> Assignment:
    """An assignment, as it is read."""
    found = await store.assignments.get(name)
    assert found is not None
    return found


async def due(store: Store, kind: str = "") -> list[Errand]:
    """All that is to be done some day."""
    errands = await store.errands.claim(NOW + A_DAY * 100, most=100)
    return [errand for errand in errands if kind in {"", errand.kind}]


async def rows(store: Store) -> dict[str, Sequence[Any]]:
    """All that stands in the database, by table."""
    async with store._database.transaction() as connection:
        return {table.name: (await connection.execute(select(table))).all() for table in METADATA.sorted_tables}


async def test_begun(store: Store) -> None:
    """What was begun is read as it was written; the learner is to be welcomed, and Slack to be asked, once."""
    assert await begun(store) == of()
    assert sorted(errand.kind for errand in await due(store)) == ["plan", "welcome"]
    assert await store.assignments.get("a2") is None


@pytest.mark.parametrize(
    "shifts",
    [
        SHIFTS,
        Shifts(time(8), time(16), frozenset(range(5)), "UTC"),
        Shifts(time(0), time(0), frozenset(), "Asia/Kolkata", quiet=(time(0), time(0))),
    ],
)
async def test_shifts(store: Store, shifts: Shifts) -> None:
    """Shifts are read as they were written."""
    assert (await begun(store, shifts=shifts)).shifts == shifts


async def test_only_the_last_leaves(store: Store) -> None:
    """Of stretches of leave the latest are kept."""
    leaves = tuple(Span(date(2026, 1, day), date(2026, 1, day)) for day in range(1, 31))
    assert (await begun(store, shifts=replace(SHIFTS, leaves=leaves))).shifts.leaves == leaves[-MOST_LEAVES:]


async def test_once_at_a_time(store: Store) -> None:
    """Nobody is twice on one track at a time: again once it ended, and on another track, and somebody else are fine."""
    first = await begun(store)
    assert not await store.assignments.begin(of(name="a2"), NOW)
    assert await store.assignments.begin(of(name="a3", track="ward-nurse"), NOW)
    assert await store.assignments.begin(of(name="a4", user="U0KIM"), NOW)
    assert await store.assignments.begin(replace(of(name="a5"), team_id="T2"), NOW)
    paused = await store.assignments.change(first, replace(first, state=State.PAUSED), NOW)
    assert not await store.assignments.begin(of(name="a6"), NOW)
    await store.assignments.change(paused, replace(paused, state=State.STOPPED, ended_at=NOW), NOW)
    assert await store.assignments.begin(of(name="a7"), NOW)
    assert [one.id for one in await store.assignments.of_learner("T1", "U0SAM")] == ["a7", "a3", "a1"]


BEGIN = """
import asyncio, json, sys
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
from tests.storage.test_assignments import NOW, of
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    name = sys.stdin.readline().strip()
    begun = [await store.assignments.begin(of(name=f"{name}{n}", user=f"U{n}"), NOW) for n in range(10)]
    print(json.dumps(begun))
    await store.close()
asyncio.run(main())
"""


async def test_workers_begin_at_once(store: Store, database_url: str) -> None:
    """However many workers put the same people on the same track at one moment, each person is begun once."""
    told = [json.loads(out) for out in await race(BEGIN, database_url, [b"a", b"b", b"c", b"d"])]
    assert [sum(begun) for begun in zip(*told, strict=True)] == [1] * 10
    assert len(await store.assignments.under_way()) == 10
    assert len(await due(store, "welcome")) == 10
    counts = {name: len(found) for name, found in (await rows(store)).items()}
    assert (counts["assignment_steps"], counts["assignment_people"]) == (30, 20)


async def test_changed(store: Store) -> None:
    """A change keeps what is wanted, takes steps out and in, counts the version up, and has an errand of its own."""
    before = await begun(store)
    other = Shifts(time(7), time(15), frozenset({1}), "UTC")
    steps = (before.steps[0], replace(before.steps[1], on_shift=5, wanted_at=None), Progress("s9", 9, NOW))
    wanted = replace(before, state=State.PAUSED, shifts=other, shares=True, steps=steps)
    after = await store.assignments.change(before, wanted, NOW)
    assert after == replace(wanted, version=1)
    assert await kept(store) == after
    assert [errand.details["version"] for errand in await due(store, "plan")] == ["0", "1"]


async def test_a_change_of_nothing(store: Store) -> None:
    """Whatever a change was, what Slack is asked goes by the new version: the errand of the old one is not for it."""
    before = await begun(store)
    await store.assignments.change(before, before, NOW)
    assert [errand.details["version"] for errand in await due(store, "plan")] == ["0", "1"]


async def test_changed_meanwhile(store: Store) -> None:
    """Whoever read it before somebody else changed it changes nothing."""
    before = await begun(store)
    after = await store.assignments.change(before, replace(before, shares=True), NOW)
    with pytest.raises(ChangedError):
        await store.assignments.change(before, replace(before, state=State.STOPPED, ended_at=NOW), NOW)
    assert await kept(store) == after
    assert len(await due(store, "plan")) == 2


async def test_many_change_at_once(store: Store) -> None:
    """Of many that change one version at once, one does."""
    before = await begun(store)
    changes = (store.assignments.change(before, replace(before, shares=bool(n % 2)), NOW) for n in range(8))
    came = await asyncio.gather(*changes, return_exceptions=True)
    assert sum(isinstance(one, ChangedError) for one in came) == 7
    assert (await kept(store)).version == 1


async def test_a_removed_step_is_taken_back(store: Store) -> None:
    """What Slack would send of a step that is taken out is taken back; not what it has sent."""
    await begun(store)
    for name, at in (("s1", NOW - A_DAY), ("s2", NOW + A_DAY)):
        await store.assignments.settle("a1", name, "D1", (f"Q{name}", at, "text"))
    before = await kept(store)
    await store.assignments.change(before, replace(before, steps=before.steps[2:]), NOW)
    assert [errand.details for errand in await due(store, "unschedule")] == [{"channel": "D1", "message": "Qs2"}]
    assert [step.step_id for step in (await kept(store)).steps] == ["s3"]


async def test_one_has_it_in_hand(store: Store) -> None:
    """One worker at a time has an assignment in hand, until it lets go or its lease is over."""
    await begun(store)
    assert sorted(await asyncio.gather(*(store.assignments.hold("a1") for _ in range(6)))) == [False] * 5 + [True]
    await store.assignments.let_go("a1")
    assert await store.assignments.hold("a1")
    async with store._database.transaction() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await connection.execute(update(ASSIGNMENTS).values(held_until=past))
    assert await store.assignments.hold("a1")
    async with store._database.transaction() as connection:
        (until,) = (await connection.execute(select(ASSIGNMENTS.c.held_until))).scalars()
    assert timedelta(0) < until - datetime.now(UTC) <= timedelta(seconds=LEASE_SECONDS)
    assert not await store.assignments.hold("a2")


async def test_settled(store: Store) -> None:
    """What Slack will send is kept with its step, in the place of what it would have sent, and not its text."""
    await begun(store)
    assert await store.assignments.settle("a1", "s1", "D1", ("Q1", NOW + A_DAY, "what it says"))
    step = (await kept(store)).steps[0]
    assert (step.channel_id, step.scheduled_id, step.scheduled_at) == ("D1", "Q1", NOW + A_DAY)
    assert await store.assignments.settle("a1", "s1", "D1", None)
    step = (await kept(store)).steps[0]
    assert (step.channel_id, step.scheduled_id, step.scheduled_at) == ("D1", None, None)
    assert not await store.assignments.settle("a1", "s9", "D1", ("Q1", NOW, ""))
    assert "what it says" not in str(await rows(store))


async def test_done(store: Store) -> None:
    """A step is done once; with the last one the learner and the lead are told, once."""
    assignment = await begun(store)
    assert await store.assignments.do(assignment, "s1", NOW)
    assert not await store.assignments.do(assignment, "s1", NOW + A_DAY)
    assert (await kept(store)).steps[0].done_at == NOW
    assert not await store.assignments.do(assignment, "s9", NOW)
    await store.assignments.do(assignment, "s3", NOW)
    assert (await kept(store)).state is State.RUNNING
    await store.assignments.do(assignment, "s2", NOW + A_DAY)
    after = await kept(store)
    assert (after.state, after.ended_at, after.done) == (State.FINISHED, NOW + A_DAY, 3)
    assert sorted(str(errand.user_id) for errand in await due(store, "finished")) == ["U0ROBIN", "U0SAM"]


async def test_the_last_two_at_once(store: Store) -> None:
    """Two steps done at the same moment, or one twice, finish it, and it is told once."""
    for number in range(8):
        assignment = await begun(store, name=f"a{number}", user=f"U0SAM{number}")
        names = ("s1", "s2", "s3", "s3", "s2")
        done = await asyncio.gather(*(store.assignments.do(assignment, name, NOW) for name in names))
        assert sum(done) == 3
        assert (await kept(store, f"a{number}")).state is State.FINISHED
    assert len(await due(store, "finished")) == 16


async def test_stopped_stays_stopped(store: Store) -> None:
    """What is done after it was stopped does not finish it."""
    before = await begun(store)
    await store.assignments.change(before, replace(before, state=State.STOPPED, ended_at=NOW), NOW)
    for name in ("s1", "s2", "s3"):
        await store.assignments.do(before, name, NOW)
    assert (await kept(store)).state is State.STOPPED
    assert await due(store, "finished") == []


async def test_who_is_where(store: Store) -> None:
    """Learners are those under way; a lead and a preceptor find theirs, those under way first."""
    first = await begun(store)
    await begun(store, name="a2", user="U0LEE", lead="U0KIM", preceptor=None)
    await begun(store, name="a3", user="U0MAX", lead="U0KIM", preceptor="U0KIM", state=State.PAUSED)
    assert await store.assignments.learners() == {("T1", "U0SAM"), ("T1", "U0LEE"), ("T1", "U0MAX")}
    await store.assignments.change(first, replace(first, state=State.STOPPED, ended_at=NOW), NOW)
    assert await store.assignments.learners() == {("T1", "U0LEE"), ("T1", "U0MAX")}
    assert [one.id for one in await store.assignments.led_by("T1", "U0KIM")] == ["a2", "a3", "a1"]
    assert [one.id for one in await store.assignments.led_by("T1", "U0ROBIN")] == ["a1"]
    assert await store.assignments.led_by("T2", "U0KIM") == []
    assert await store.assignments.of_learner("T2", "U0SAM") == []
    assert sorted(one.id for one in await store.assignments.under_way()) == ["a2", "a3"]
    assert (await kept(store, "a2")).signs_off == "U0KIM"


async def test_pruned(store: Store) -> None:
    """What ended long ago is deleted with its steps and people; what is under way stays, however old."""
    before = await begun(store)
    await begun(store, name="a2", user="U0LEE")
    await store.assignments.change(before, replace(before, state=State.STOPPED, ended_at=NOW), NOW)
    assert await store.assignments.prune(NOW) == 0
    assert await store.assignments.prune(NOW + A_DAY) == 1
    assert await store.assignments.get("a1") is None
    assert len((await kept(store, "a2")).steps) == 3
    counts = {name: len(found) for name, found in (await rows(store)).items()}
    assert (counts["assignments"], counts["assignment_steps"], counts["assignment_people"]) == (1, 3, 2)


async def test_forgotten(store: Store) -> None:
    """Of a learner who is forgotten nothing is left but that Slack has to take back what it would send, unnamed."""
    await begun(store)
    await begun(store, name="a2", user="U0SAMANTHA", lead="U0SAM")
    await store.assignments.settle("a1", "s1", "D1", ("Q1", NOW, ""))
    told = Errand("proposal:T1:U0SAM:U0KIM", "proposal", "T1", NOW, "U0KIM", {"user": "U0SAM"})
    other = Errand("proposal:T1:U0SAMANTHA:U0KIM", "proposal", "T1", NOW, "U0KIM", {"user": "U0SAMANTHA"})
    await store.errands.put(told, other)
    assert await store.forget("U0SAM") > 0
    found = str(await rows(store))
    assert "U0SAM" not in found.replace("U0SAMANTHA", "")
    errands = await due(store)
    assert [errand.details for errand in errands if errand.kind == "unschedule"] == [{"channel": "D1", "message": "Q1"}]
    assert other.key in {errand.key for errand in errands}
    left = await kept(store, "a2")
    assert (left.lead, left.preceptor, len(left.steps)) == (None, "U0KIM", 3)
    assert await store.forget("U0SAM") == 0


async def test_orphans(store: Store) -> None:
    """No row of a step or of its people is left of an assignment that is gone."""
    await begun(store)
    async with store._database.transaction() as connection:
        await connection.execute(ASSIGNMENTS.delete())
        assert await store.assignments.orphans_within(connection) == 5
        for table in (ASSIGNMENT_PEOPLE, ASSIGNMENT_STEPS):
            assert (await connection.execute(select(table))).all() == []

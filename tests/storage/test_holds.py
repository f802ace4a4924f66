"""Holds: every step that a question may go, and that one worker decides for all whether a channel hears an answer."""

import asyncio
import json
import shutil
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import update

from bot.errors import StorageError
from bot.knowledge.channels import Came, Manners, Mode
from bot.settings import Settings
from bot.storage.channels import Channel
from bot.storage.errands import Errand
from bot.storage.holds import SPOKEN, WOULD_HAVE_SPOKEN, Hold, Place, Said
from bot.storage.store import Store
from bot.storage.tables import HOLDS
from tests.storage.racing import race

NOW = datetime.now(UTC).replace(microsecond=0)
DUE = NOW + timedelta(seconds=90)
PLACE = Place("T1", "C1", "1.1")
CT, MRI = "question:scan-duration:ct", "question:scan-duration:mri"

OPEN = (Came.WAITING, Came.SPEAKING)


def at(ts: str, channel: str = "C1") -> Place:
    """Another question."""
    return Place("T1", channel, ts)


async def held(store: Store, came: Came = Came.WAITING, place: Place = PLACE, reference: str = CT) -> Hold:
    """A question that has come so far, as it is kept."""
    await store.holds.hear(place, reference, NOW, DUE)
    async with store._database.transaction() as connection:
        settled = None if came is Came.WAITING else NOW
        here = update(HOLDS).where(HOLDS.c.channel_id == place.channel_id, HOLDS.c.ts == place.ts)
        await connection.execute(here.values(came=came.value, settled_at=settled))
    return await kept(store, place)


async def kept(store: Store, place: Place = PLACE) -> Hold:
    """What is known of a question that was heard."""
    hold = await store.holds.get(place)
    assert hold is not None
    return hold


async def due(store: Store) -> dict[str, Errand]:
    """All that is to be done some day, by kind."""
    return {errand.kind: errand for errand in await store.errands.claim(NOW + timedelta(days=1), most=100)}


def speak(_: Said) -> Came:
    """Whatever was said, speak."""
    return Came.SPEAKING


def never(_: Said) -> Came:
    """There is nothing left to decide."""
    pytest.fail("decided again")


async def one_of_each(store: Store) -> dict[Came, Hold]:
    """A question that has come so far, of each kind, each in a thread of its own."""
    return {came: await held(store, came, at(f"9.{number}")) for number, came in enumerate(Came)}


async def test_heard(store: Store) -> None:
    """A question that is heard waits, and is due; of its text and its asker nothing is kept."""
    await store.holds.hear(PLACE, CT, NOW, DUE)
    assert await kept(store) == Hold(PLACE, CT, Came.WAITING, NOW)
    details = {"channel": "C1", "ts": "1.1", "due": DUE.isoformat()}
    assert await due(store) == {"hold": Errand("hold:T1:C1:1.1", "hold", "T1", DUE, None, details, tries=1)}
    assert await store.holds.get(at("1.2")) is None


async def test_heard_again(store: Store) -> None:
    """What Slack delivers again changes nothing, however far the question is; what is done is not due again."""
    for before in (await one_of_each(store)).values():
        await store.errands.done(f"hold:{before.place.key}")
        await store.holds.hear(before.place, MRI, NOW, NOW)
        assert await kept(store, before.place) == before
    assert await due(store) == {}


async def test_edited(store: Store) -> None:
    """A question that still waits waits anew, for what it is now; any other stays what it is, and is due as it was."""
    later = DUE + timedelta(minutes=1)
    before = await one_of_each(store)
    edited = {came for came, hold in before.items() if await store.holds.hear_anew(hold.place, MRI, later)}
    assert edited == {Came.WAITING}
    after = {came: await kept(store, hold.place) for came, hold in before.items()}
    assert after == before | {Came.WAITING: replace(before[Came.WAITING], reference=MRI)}
    errands = {errand.key: errand for errand in await store.errands.claim(later, most=100)}
    for came, hold in before.items():
        errand, expected = errands[f"hold:{hold.place.key}"], later if came is Came.WAITING else DUE
        assert (errand.due_at, errand.details["due"]) == (expected, expected.isoformat())


async def test_an_edit_of_what_was_never_heard(store: Store) -> None:
    """A message that was no question does not become one."""
    assert not await store.holds.hear_anew(PLACE, MRI, DUE)
    assert await store.holds.get(PLACE) is None


async def test_what_is_decided_is_kept(store: Store) -> None:
    """What is decided when it is due holds from then on, and is not asked again."""
    for number, comes_to in enumerate([Came.SPEAKING, Came.WATCHED, Came.REPEATED, Came.CAPPED, Came.CLOSED]):
        hold = await held(store, place=at(f"1.{number}"))
        assert await store.holds.begin_to_speak(hold, lambda _, came=comes_to: came, NOW) is comes_to  # type: ignore[misc]
        assert (await kept(store, hold.place)).came is comes_to
        assert await store.holds.begin_to_speak(hold, never, NOW) is comes_to


async def test_only_what_waits_is_decided(store: Store) -> None:
    """Whatever has ended has ended; what a dead worker was about to say may be said."""
    for came, hold in (await one_of_each(store)).items():
        if came is not Came.WAITING:
            assert await store.holds.begin_to_speak(hold, never, NOW) is came
            assert await kept(store, hold.place) == hold


async def test_what_is_gone_is_not_decided(store: Store) -> None:
    """A question that is kept no more is not answered."""
    assert await store.holds.begin_to_speak(Hold(PLACE, CT, Came.WAITING, NOW), never, NOW) is Came.GONE


async def test_an_edit_before_the_decision(store: Store) -> None:
    """Whoever read a question before it was edited does not answer it as it was: it goes on waiting."""
    hold = await held(store)
    await store.holds.hear_anew(PLACE, MRI, DUE)
    assert await store.holds.begin_to_speak(hold, never, NOW) is Came.WAITING
    assert (await kept(store)).came is Came.WAITING


async def test_muted_while_being_answered(store: Store) -> None:
    """A thread that is muted after a worker died over it hears nothing from the next one."""
    hold = await held(store, Came.SPEAKING)
    await store.holds.mute(PLACE, NOW)
    assert await store.holds.begin_to_speak(hold, never, NOW) is Came.MUTED
    assert await store.holds.settle(PLACE, Came.MUTED, NOW)


@pytest.mark.parametrize("counts", [SPOKEN, WOULD_HAVE_SPOKEN])
async def test_what_was_said_lately(store: Store, counts: Sequence[Came]) -> None:
    """Whoever decides is told what was said, or would have been, in this channel within a day, and nothing else."""
    for number, came in enumerate(Came):
        await held(store, came, at(f"2.{number}"), came.value)
        await held(store, came, at(f"2.{number}", "C2"), came.value)
    old = await held(store, Came.ANSWERED, at("3.1"), "old")
    async with store._database.transaction() as connection:
        await connection.execute(
            update(HOLDS).where(HOLDS.c.ts == old.place.ts).values(settled_at=NOW - timedelta(days=1))
        )
    told: list[Said] = []

    def judge(said: Said) -> Came:
        told.append(said)
        return Came.SPEAKING

    assert await store.holds.begin_to_speak(await held(store), judge, NOW, counts=counts) is Came.SPEAKING
    assert sorted(told[0]) == sorted((came.value, NOW) for came in counts)


async def test_answered(store: Store) -> None:
    """Where the answer is, is kept in any case; a question that was withdrawn meanwhile stays so."""
    for came, hold in (await one_of_each(store)).items():
        comes_to, answer = Came.ANSWERED if came is Came.SPEAKING else came, f"{hold.place.ts}5"
        assert await store.holds.answered(hold.place, answer) is comes_to
        assert await kept(store, hold.place) == replace(hold, came=comes_to, answer_ts=answer)
        assert await store.holds.of_answer("T1", "C1", answer) == hold.place
        assert await store.holds.of_answer("T1", "C2", answer) is None


async def test_an_answer_to_nothing(store: Store) -> None:
    """An answer to what is kept no more is not kept."""
    with pytest.raises(StorageError):
        await store.holds.answered(PLACE, "1.5")


async def test_settled(store: Store) -> None:
    """A question ends once: while it waits or is being answered."""
    for came, hold in (await one_of_each(store)).items():
        assert await store.holds.settle(hold.place, Came.REPLIED, NOW) is (came in OPEN)
        assert (await kept(store, hold.place)).came is (Came.REPLIED if came in OPEN else came)


async def test_withdrawn(store: Store) -> None:
    """A question that waits just ends; the answer of one that was answered, or is being, goes too; once."""
    taken = set()
    for came, hold in (await one_of_each(store)).items():
        withdrawn = await store.holds.withdraw(hold.place, Came.CHANGED, NOW)
        assert withdrawn is (came in {*OPEN, Came.ANSWERED})
        assert not await store.holds.withdraw(hold.place, Came.TAKEN_BACK, NOW)
        assert (await kept(store, hold.place)).came is (Came.CHANGED if withdrawn else came)
        if not await store.errands.is_done(f"withdraw:{hold.place.key}"):
            taken.add(came)
    assert taken == {Came.SPEAKING, Came.ANSWERED}


async def test_withdrawn_while_being_answered(store: Store) -> None:
    """The answer to a question that is withdrawn before it is noted is kept with it, to be taken away."""
    await held(store, Came.SPEAKING)
    assert await store.holds.withdraw(PLACE, Came.CHANGED, NOW)
    assert await store.holds.answered(PLACE, "1.5") is Came.CHANGED
    withdrawal = (await due(store))["withdraw"]
    assert (withdrawal.key, withdrawal.details) == ("withdraw:T1:C1:1.1", {"channel": "C1", "ts": "1.1"})
    assert (await kept(store)).answer_ts == "1.5"


async def test_muted(store: Store) -> None:
    """A thread is muted by its question or by its answer; a question that waits ends with that."""
    for came, hold in (await one_of_each(store)).items():
        answer = f"{hold.place.ts}5"
        comes_to = await store.holds.answered(hold.place, answer)
        assert not await store.holds.is_muted(hold.place)
        await store.holds.mute(at(answer) if came is Came.ANSWERED else hold.place, NOW)
        assert await store.holds.is_muted(hold.place)
        assert (await kept(store, hold.place)).came is (Came.MUTED if came is Came.WAITING else comes_to)


async def test_muted_before_it_was_heard(store: Store) -> None:
    """Where 🔇 comes before the question does, the question is not answered; nor is another thread muted."""
    await store.holds.mute(PLACE, NOW)
    await store.holds.hear(PLACE, CT, NOW, DUE)
    assert (await kept(store)).came is Came.MUTED
    assert await store.holds.is_muted(PLACE)
    assert not await store.holds.is_muted(at("1.2"))
    assert await store.holds.begin_to_speak(await kept(store), never, NOW) is Came.MUTED


async def test_unjudged(store: Store) -> None:
    """What would have been answered since the trial began, and no owner has judged: oldest first."""
    channel = Channel("T1", "C1", Mode.WATCH, ("U1",), Manners(), NOW)
    await store.channels.save(channel, [], "U1", NOW)
    for ts in ("1.3", "1.1", "1.2", "1.4"):
        await held(store, Came.WATCHED, at(ts))
    await held(store, Came.ANSWERED, at("1.5"))
    await held(store, Came.WATCHED, at("1.1", "C2"))
    await store.channels.judge(channel, "1.2", "U1", right=False, now=NOW)
    found = await store.holds.unjudged("T1", "C1", NOW)
    assert [hold.place.ts for hold in found] == ["1.1", "1.3", "1.4"]
    assert await store.holds.unjudged("T1", "C1", NOW + timedelta(seconds=1)) == []


async def test_what_is_old_is_pruned(store: Store) -> None:
    """Questions go by when they were heard, with the verdicts of that time."""
    channel = Channel("T1", "C1", Mode.WATCH, ("U1",), Manners(), NOW)
    await held(store, Came.WATCHED)
    await store.channels.judge(channel, PLACE.ts, "U1", right=True, now=NOW)
    assert await store.holds.prune(NOW) == 0
    assert (await store.channels.precision(channel)).judged == 1
    assert await store.holds.prune(NOW + timedelta(seconds=1)) == 1
    assert await store.holds.get(PLACE) is None
    assert (await store.channels.precision(channel)).judged == 0


SPEAK = """
import asyncio, json, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.core.unasked import Spoken, why_not
from bot.knowledge.channels import Came, Manners
from bot.settings import Settings
from bot.storage.holds import Place
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    cap, *mine = json.loads(sys.stdin.readline())
    now = datetime.now(UTC)
    async def decide(ts):
        hold = await store.holds.get(Place("T1", "C1", ts))
        def judge(said):
            spoken = [Spoken(*one) for one in said]
            return why_not(hold.reference, spoken, Manners(cap=cap), now) or Came.SPEAKING
        return await store.holds.begin_to_speak(hold, judge, now)
    print(json.dumps(await asyncio.gather(*map(decide, mine))))
    await store.close()
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("cap", "references", "expected"),
    [
        pytest.param(1, 20, {"speaking": 1, "capped": 19}, id="twenty questions, one an hour"),
        pytest.param(6, 20, {"speaking": 6, "capped": 14}, id="twenty questions, six an hour"),
        pytest.param(60, 1, {"speaking": 1, "repeated": 19}, id="one question twenty times"),
    ],
)
async def test_processes_race(
    store: Store, database_url: str, cap: int, references: int, expected: dict[str, int]
) -> None:
    """However many workers end the holds of a channel at one moment, it hears no more than its owners allow."""
    channel = Channel("T1", "C1", Mode.LIVE, ("U1",), Manners(cap=cap), NOW)
    await store.channels.save(channel, [], "U1", NOW)
    for number in range(20):
        await store.holds.hear(at(f"1.{number:02}"), f"short:{number % references}", NOW, NOW)
    shares = [json.dumps([cap, *(f"1.{n:02}" for n in range(20) if n % 4 == share)]).encode() for share in range(4)]
    told = [json.loads(out) for out in await race(SPEAK, database_url, shares)]
    assert Counter(came for mine in told for came in mine) == expected


async def test_withdrawn_while_it_is_decided(store: Store) -> None:
    """A question that is withdrawn at the moment at which it is decided is withdrawn, whichever comes first."""
    for number in range(40):
        hold = await held(store, place=at(f"1.{number}"))
        withdrawn, came = await asyncio.gather(
            store.holds.withdraw(hold.place, Came.CHANGED, NOW), store.holds.begin_to_speak(hold, speak, NOW)
        )
        assert withdrawn
        assert (await kept(store, hold.place)).came is Came.CHANGED
        assert came in {Came.SPEAKING, Came.CHANGED}
        is_to_be_taken_away = not await store.errands.is_done(f"withdraw:{hold.place.key}")
        assert is_to_be_taken_away is (came is Came.SPEAKING)


async def test_tasks_race(store: Store) -> None:
    """Ten ways for a question to end at once: one of them is what it came to, and an answer that was begun is noted."""
    hold = await held(store)
    ends = [Came.REPLIED, Came.CHANGED, Came.GONE, Came.LATE]
    settled, (begun, *_) = await asyncio.gather(
        asyncio.gather(*(store.holds.settle(PLACE, came, NOW) for came in ends)),
        asyncio.gather(*(store.holds.begin_to_speak(hold, speak, NOW) for _ in range(6))),
    )
    assert settled.count(True) == 1
    assert (await kept(store)).came in ends
    assert begun in {Came.SPEAKING, *ends}


ACTS = st.one_of(
    st.tuples(st.just("hear"), st.just(Came.WAITING)),
    st.tuples(st.just("edit"), st.just(Came.WAITING)),
    st.tuples(st.just("decide"), st.sampled_from([Came.SPEAKING, Came.WATCHED, Came.CAPPED])),
    st.tuples(st.just("answered"), st.just(Came.ANSWERED)),
    st.tuples(st.just("settle"), st.sampled_from([Came.REPLIED, Came.GONE])),
    st.tuples(st.just("withdraw"), st.sampled_from([Came.CHANGED, Came.TAKEN_BACK])),
    st.tuples(st.just("mute"), st.just(Came.MUTED)),
)

MAY_BECOME = {
    None: {Came.WAITING, Came.MUTED},
    Came.WAITING: {Came.SPEAKING, Came.WATCHED, Came.CAPPED, Came.REPLIED, Came.GONE, Came.CHANGED,
                   Came.TAKEN_BACK, Came.MUTED},
    Came.SPEAKING: {Came.ANSWERED, Came.REPLIED, Came.GONE, Came.CHANGED, Came.TAKEN_BACK},
    Came.ANSWERED: {Came.CHANGED, Came.TAKEN_BACK},
}  # fmt: skip
"""What a question may come to next; what is not named here has ended for good."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=12))
async def test_whatever_happens(
    acts: list[tuple[str, Came]], no_environment: None, current_file: Path, tmp_path: Path
) -> None:
    """In whatever order things happen to a question, it takes steps of the table, and no withdrawal is lost."""
    url = f"sqlite:///{shutil.copy(current_file, tmp_path / f'{uuid.uuid4()}.db')}"
    store = Store(Settings(database_url=SecretStr(url)))
    before = None
    for act, comes_to in acts:
        hold = await store.holds.get(PLACE)
        match act:
            case "hear":
                await store.holds.hear(PLACE, CT, NOW, DUE)
            case "edit":
                await store.holds.hear_anew(PLACE, MRI, DUE)
            case "decide":
                await store.holds.begin_to_speak(hold or Hold(PLACE, CT, Came.WAITING, NOW), lambda _: comes_to, NOW)  # noqa: B023 - called at once
            case "answered" if hold:
                await store.holds.answered(PLACE, "1.5")
            case "settle":
                await store.holds.settle(PLACE, comes_to, NOW)
            case "withdraw":
                await store.holds.withdraw(PLACE, comes_to, NOW)
            case "mute":
                await store.holds.mute(PLACE, NOW)
        after = hold.came if (hold := await store.holds.get(PLACE)) else None
        assert after is before or after in MAY_BECOME.get(before, set())
        if before in {Came.SPEAKING, Came.ANSWERED} and after in {Came.CHANGED, Came.TAKEN_BACK}:
            assert not await store.errands.is_done("withdraw:T1:C1:1.1")
        before = after
    await store.close()

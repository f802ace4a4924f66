"""Errands: each is carried out by one worker at a time, until it is done; what a dead worker had is taken over."""

import json
import shutil
import uuid
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from bot.storage.database import Database
from bot.storage.errands import AT_ONCE, LEASE_SECONDS, Errand, Errands
from bot.storage.store import Store
from bot.storage.tables import ERRANDS
from tests.storage.racing import race

NOW = datetime.now(UTC)
SOON = NOW + timedelta(minutes=1)
HOLD = Errand("hold:T1:C1:1.1", "hold", "T1", NOW, "U1", {"channel": "C1", "ts": "1.1"})


def several(count: int) -> list[Errand]:
    """Errands that are due one after the other, each a second before the one before it."""
    return [replace(HOLD, key=f"hold:{n:03}", due_at=NOW - timedelta(seconds=n)) for n in range(count)]


async def end_lease(database: Database, key: str, *, seconds: float = LEASE_SECONDS) -> None:
    """Let so many seconds pass since an errand was claimed."""
    claimed_at = datetime.now(UTC) - timedelta(seconds=seconds)
    async with database.transaction() as connection:
        await connection.execute(update(ERRANDS).where(ERRANDS.c.key == key).values(claimed_at=claimed_at))


async def test_what_is_due_is_taken_once(store: Store) -> None:
    """What is due comes as it was put, to who asks first; nobody else has it, and once it is done nobody ever has."""
    await store.errands.put(HOLD)
    assert await store.errands.claim(NOW) == [replace(HOLD, tries=1)]
    assert await store.errands.claim(NOW) == []
    await store.errands.done(HOLD.key)
    await end_lease(store._database, HOLD.key)
    assert await store.errands.claim(SOON) == []


async def test_not_before_it_is_due(store: Store) -> None:
    """What is due later is left until then."""
    await store.errands.put(replace(HOLD, due_at=SOON))
    assert await store.errands.claim(SOON - timedelta(milliseconds=1)) == []
    assert [errand.due_at for errand in await store.errands.claim(SOON)] == [SOON]


async def test_a_key_is_kept_once(store: Store) -> None:
    """What is put again under a key changes nothing, not even when it is done."""
    await store.errands.put(HOLD)
    await store.errands.put(replace(HOLD, due_at=SOON), replace(HOLD, key="other"))
    assert [errand.key for errand in await store.errands.claim(NOW)] == [HOLD.key, "other"]
    await store.errands.done(HOLD.key)
    await store.errands.put(HOLD)
    assert await store.errands.is_done(HOLD.key)
    await store.errands.put()
    assert await store.errands.count("hold") == 2


async def test_the_oldest_come_first(store: Store) -> None:
    """Of many that are due a few are taken at once, those due longest first; the others stay for whoever has a hand."""
    await store.errands.put(*several(25))
    first = await store.errands.claim(NOW)
    assert [errand.key for errand in first] == [f"hold:{n:03}" for n in range(24, 14, -1)]
    assert len(first) == AT_ONCE
    assert [errand.key for errand in await store.errands.claim(NOW, most=3)] == ["hold:014", "hold:013", "hold:012"]
    assert len(await store.errands.claim(NOW, most=100)) == 12


async def test_some_kinds_alone(store: Store) -> None:
    """Whoever does some kinds is given those, and told when the next of those is due."""
    told = Errand("told:1", "told", "T1", NOW - timedelta(hours=1))
    await store.errands.put(HOLD, told)
    assert await store.errands.next_due(["hold"]) == NOW
    assert await store.errands.next_due() == told.due_at
    assert await store.errands.next_due(["judge"]) is None
    assert await store.errands.claim(NOW, ["judge"]) == []
    assert [errand.key for errand in await store.errands.claim(NOW, ["hold", "judge"])] == [HOLD.key]
    assert await store.errands.next_due(["hold"]) is None


async def test_after_the_lease_another_takes_over(store: Store) -> None:
    """What a worker has in hand is its own for the lease; after that another has it, and knows that it is not first."""
    await store.errands.put(HOLD)
    (first,) = await store.errands.claim(NOW)
    await end_lease(store._database, HOLD.key, seconds=LEASE_SECONDS - 5)
    assert await store.errands.claim(NOW) == []
    await end_lease(store._database, HOLD.key)
    (second,) = await store.errands.claim(NOW)
    assert [first.is_retry, second.is_retry] == [False, True]
    assert (second.tries, await store.errands.claim(NOW)) == (2, [])


async def test_later_is_for_anybody(store: Store) -> None:
    """What cannot be done now is free for every worker, but not before its time."""
    await store.errands.put(HOLD)
    (errand,) = await store.errands.claim(NOW)
    await store.errands.later(errand, SOON)
    assert await store.errands.next_due() == SOON
    assert await store.errands.claim(NOW) == []
    assert await store.errands.claim(SOON) == [replace(HOLD, due_at=SOON, tries=2)]


async def test_a_stalled_worker_takes_nothing_back(store: Store) -> None:
    """A worker that comes to after its lease puts nothing off that another has in hand by now, or has done."""
    await store.errands.put(HOLD)
    (stalled,) = await store.errands.claim(NOW)
    await end_lease(store._database, HOLD.key)
    (errand,) = await store.errands.claim(NOW)
    await store.errands.later(stalled, NOW)
    assert await store.errands.claim(NOW) == []
    await store.errands.done(errand.key)
    await store.errands.later(errand, NOW)
    assert await store.errands.is_done(HOLD.key)


async def test_done_or_never_to_be(store: Store) -> None:
    """An errand is open from when it is put until it is done; one that was never put is not."""
    assert await store.errands.is_done(HOLD.key)
    await store.errands.put(HOLD)
    assert not await store.errands.is_done(HOLD.key)
    await store.errands.claim(NOW)
    assert not await store.errands.is_done(HOLD.key)
    await store.errands.done(HOLD.key)
    assert await store.errands.is_done(HOLD.key)


async def test_what_is_not_done_is_not_pruned(store: Store) -> None:
    """What was done long ago goes; what is still to be done stays, however old it is."""
    await store.errands.put(*several(3))
    await store.errands.done("hold:000")
    await store.errands.done("hold:001")
    assert await store.errands.prune(NOW) == 1
    assert await store.errands.prune(SOON) == 1
    assert await store.errands.prune(SOON) == 0
    assert [errand.key for errand in await store.errands.claim(NOW)] == ["hold:002"]


WORK = """
import asyncio, json, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    sys.stdin.readline()
    mine = []
    async def work():
        while due := await store.errands.claim(datetime.now(UTC), most=3):
            for errand in due:
                mine.append([errand.key, errand.tries])
                await asyncio.sleep(0)
                await store.errands.done(errand.key)
    await asyncio.gather(work(), work())
    await store.close()
    print(json.dumps(mine))
asyncio.run(main())
"""


async def test_processes_race(store: Store, database_url: str) -> None:
    """Three processes that take what is due until nothing is left have each errand once between them."""
    await store.errands.put(*several(120))
    told = [json.loads(out) for out in await race(WORK, database_url, [b"", b"", b""])]
    assert Counter((key, tries) for mine in told for key, tries in mine) == Counter((e.key, 1) for e in several(120))
    assert all(told), "each process had its share"


KEYS = st.sampled_from("abc")
ACTS = st.one_of(
    st.tuples(st.just("put"), KEYS, st.integers(0, 5)),
    st.tuples(st.just("claim"), st.integers(0, 5), st.integers(1, 3)),
    st.tuples(st.just("later"), KEYS, st.integers(0, 5)),
    st.tuples(st.just("done"), KEYS, st.just(0)),
    st.tuples(st.just("die"), KEYS, st.just(0)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=25))
async def test_whatever_happens(acts: list[tuple[str, object, int]], current_file: Path, tmp_path: Path) -> None:
    """In whatever order errands are put, taken, put off, done and abandoned, what comes is what a plain list says."""
    database = Database(f"sqlite:///{shutil.copy(current_file, tmp_path / f'{uuid.uuid4()}.db')}")
    errands, book = Errands(database), dict[str, dict[str, int]]()
    ours = dict[str, Errand]()
    for act, what, number in acts:
        at = NOW + timedelta(minutes=number)
        one = book.get(str(what), {})
        if act == "put":
            book.setdefault(str(what), {"due": number, "tries": 0, "taken": 0, "done": 0})
            await errands.put(Errand(str(what), "hold", "T1", at))
        elif act == "claim":
            due = [key for key, kept in book.items() if not kept["done"] and not kept["taken"] and kept["due"] <= what]  # type: ignore[operator]
            expected = sorted(due, key=lambda key: (book[key]["due"], key))[:number]
            for key in expected:
                book[key]["tries"] += 1
                book[key]["taken"] = 1
            came = await errands.claim(NOW + timedelta(minutes=what), most=number)  # type: ignore[arg-type]
            assert [(e.key, e.tries) for e in came] == [(key, book[key]["tries"]) for key in expected]
            ours |= {errand.key: errand for errand in came}
        elif act == "later" and what in ours:
            if not one["done"] and one["tries"] == ours[str(what)].tries:
                one |= {"due": number, "taken": 0}
            await errands.later(ours[str(what)], at)
        elif act == "done" and one:
            one["done"] = 1
            await errands.done(str(what))
        elif act == "die" and one.get("taken"):
            one["taken"] = 0
            await end_lease(database, str(what))
    await database.close()

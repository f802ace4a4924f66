"""Opened: of learners and followers alone, batched, forgotten on request, and told of five people or more."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select, update

from bot.errors import StorageError
from bot.settings import Settings
from bot.storage import opened
from bot.storage.opened import FEWEST_PEOPLE, Opening
from bot.storage.store import Store
from bot.storage.tables import ASSIGNMENTS, FOLLOWERS, OPENED
from tests.storage.racing import race

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

SEEN = {"mri": {"name": "MRI", "safety": "No metal", "contrast": ""}}
MRI = Opening("short:mri", NOW, SEEN)
BOTH = Opening("compared:ct,mri", NOW, SEEN | {"ct": {"name": "CT", "safety": "X-rays"}})

LEARNER: dict[str, Any] = {
    "id": "a1", "team_id": "T1", "user_id": "U0LEARNER", "track_id": "ward-nurse", "state": "running",
    "starts_on": "2026-11-23", "shifts": {}, "shares": False, "version": 1, "began_at": NOW,
}  # fmt: skip


async def rows(store: Store) -> list[tuple[str, str, str]]:
    """What is kept, of whom."""
    query = select(OPENED.c.team_id, OPENED.c.user_id, OPENED.c.answer).order_by(*OPENED.primary_key)
    async with store._database.transaction() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]


async def opening(store: Store, user: str, *openings: Opening) -> None:
    """Somebody opens something, and it is written."""
    for one in openings:
        store.opened.note("T1", user, one)
    await store.opened.flush()


async def test_what_a_follower_opens_is_kept(store: Store) -> None:
    """Answers come back with what they said, the latest first; nothing is there before it is flushed."""
    await store.opened.follow("T1", "U1", NOW)
    store.opened.note("T1", "U1", MRI)
    store.opened.note("T1", "U1", replace(BOTH, opened_at=LATER))
    assert await store.opened.by("T1", "U1") == []
    await store.opened.flush()
    await store.opened.flush()
    assert await store.opened.by("T1", "U1") == [replace(BOTH, opened_at=LATER), MRI]
    assert await store.opened.by("T2", "U1") == []


async def test_nobody_else_is_kept(store: Store) -> None:
    """What somebody opens who neither follows nor learns is not written, whoever notes it."""
    await store.opened.follow("T1", "U1", NOW)
    async with store._database.transaction() as connection:
        await connection.execute(insert(ASSIGNMENTS), LEARNER)
    for team, user in (("T1", "U1"), ("T2", "U1"), ("T1", "U2"), ("T1", "U0LEARNER")):
        store.opened.note(team, user, MRI)
    await store.opened.flush()
    assert await rows(store) == [("T1", "U0LEARNER", "short:mri"), ("T1", "U1", "short:mri")]
    async with store._database.transaction() as connection:
        await connection.execute(update(ASSIGNMENTS).values(state="finished"))
    await opening(store, "U0LEARNER", BOTH)
    assert len(await rows(store)) == 2


async def test_opening_again_hides_no_change(store: Store) -> None:
    """A card that is opened again counts as opened then, and what it said at first is kept, also between two writes."""
    await store.opened.follow("T1", "U1", NOW)
    changed = Opening("short:mri", LATER, {"mri": {"name": "MRI", "safety": "Metal is fine"}})
    for _ in range(2):
        store.opened.note("T1", "U1", MRI)
        store.opened.note("T1", "U1", changed)
        await store.opened.flush()
        assert await store.opened.by("T1", "U1") == [replace(MRI, opened_at=LATER)]


async def test_taken_as_seen(store: Store) -> None:
    """What a record says by now stands in every answer that showed it, of the fields that were watched; others stay."""
    for user in ("U1", "U2"):
        await store.opened.follow("T1", user, NOW)
        await opening(store, user, MRI, BOTH)
    now = {"name": "MR imaging", "safety": "None", "limits": "Many"}
    await store.opened.take_as_seen("T1", "U1", "mri", now)
    told = {"mri": {"name": "MR imaging", "safety": "None", "contrast": ""}}
    assert await store.opened.by("T1", "U1") == [replace(BOTH, seen=dict(BOTH.seen) | told), replace(MRI, seen=told)]
    assert await store.opened.by("T1", "U2") == [BOTH, MRI]


async def test_what_is_gone_is_watched_no_more(store: Store) -> None:
    """A record that is gone leaves every answer; an answer of nothing else goes with it."""
    await store.opened.follow("T1", "U1", NOW)
    await opening(store, "U1", MRI, BOTH)
    await store.opened.take_as_seen("T1", "U1", "mri", None)
    assert await store.opened.by("T1", "U1") == [replace(BOTH, seen={"ct": BOTH.seen["ct"]})]


async def test_stopping_forgets(store: Store) -> None:
    """Who stops leaves nothing: not what is kept, not what waits here, and not what waits in another process."""
    other = Store(Settings(database_url=SecretStr(str(store._database.url.render_as_string(hide_password=False)))))
    for user in ("U1", "U2"):
        await store.opened.follow("T1", user, NOW)
        await store.opened.follow("T1", user, NOW)
        await opening(store, user, MRI)
    for one in (store, other):
        one.opened.note("T1", "U1", BOTH)
    await store.opened.unfollow("T1", "U1")
    await store.opened.flush()
    await other.close()
    assert await rows(store) == [("T1", "U2", "short:mri")]
    assert await store.opened.followers() == {("T1", "U2")}
    assert [await store.opened.is_following("T1", user) for user in ("U1", "U2")] == [False, True]


async def test_a_person_is_forgotten(store: Store) -> None:
    """Nothing is left of them, and nothing that waits is written afterwards."""
    await store.opened.follow("T1", "U0ROBIN", NOW)
    await opening(store, "U0ROBIN", MRI)
    store.opened.note("T1", "U0ROBIN", BOTH)
    assert await store.forget("U0ROBIN") == 2
    await store.opened.flush()
    assert await rows(store) == []
    assert await store.opened.followers() == set()


async def test_told_of_five_people_or_more(store: Store) -> None:
    """What fewer opened is not told; nor what others opened, what is long ago, or what was in another workspace."""
    people = [f"U{number}" for number in range(FEWEST_PEOPLE + 1)]
    for user in (*people, "U0OTHER"):
        await store.opened.follow("T1", user, NOW)
    for user in people:
        await opening(store, user, replace(MRI, opened_at=LATER))
    for user in people[:FEWEST_PEOPLE]:
        await opening(store, user, replace(BOTH, opened_at=LATER))
    for user in (*people[: FEWEST_PEOPLE - 1], "U0OTHER"):
        await opening(store, user, Opening("short:ct", LATER, {}))
    for user in people:
        await opening(store, user, Opening("short:pet", NOW - timedelta(days=40), {}))
    since = NOW - timedelta(days=30)
    assert await store.opened.asked_by("T1", people, since) == [("short:mri", 6), ("compared:ct,mri", 5)]
    assert await store.opened.asked_by("T1", people[:4], since) == []
    assert await store.opened.asked_by("T2", people, since) == []
    assert await store.opened.asked_by("T1", [], since) == []


async def test_what_is_old_is_pruned(store: Store) -> None:
    """What was last opened before a moment goes; who follows goes on following."""
    await store.opened.follow("T1", "U1", NOW)
    await opening(store, "U1", MRI, replace(BOTH, opened_at=LATER))
    assert await store.opened.prune(LATER) == 1
    assert await rows(store) == [("T1", "U1", "compared:ct,mri")]
    assert await store.opened.followers() == {("T1", "U1")}


async def test_while_the_database_is_away(no_environment: None) -> None:
    """What cannot be written waits for the next time, together with what comes meanwhile."""
    store = Store(Settings(database_url=SecretStr("sqlite:////nowhere/to/be/found.db")))
    for one in (MRI, replace(MRI, opened_at=LATER), BOTH):
        store.opened.note("T1", "U1", one)
        with pytest.raises(StorageError):
            await store.opened.flush()
    assert sorted(store.opened._waiting) == [("T1", "U1", "compared:ct,mri"), ("T1", "U1", "short:mri")]
    await store.close()


async def test_what_comes_while_it_cannot_be_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a card that is opened once more during a write that fails, the first text and the last moment are kept."""
    await store.opened.follow("T1", "U1", NOW)
    store.opened.note("T1", "U1", MRI)

    def fail(*_: object, **__: object) -> None:
        store.opened.note("T1", "U1", Opening("short:mri", LATER, {}))
        raise StorageError("away")

    with monkeypatch.context() as away:
        away.setattr(store._database, "transaction", fail)
        with pytest.raises(StorageError):
            await store.opened.flush()
    await store.opened.flush()
    assert await store.opened.by("T1", "U1") == [replace(MRI, opened_at=LATER)]


async def test_what_waits_has_an_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too much waits, what is new is not kept."""
    monkeypatch.setattr(opened, "MOST_WAITING", 1)
    await store.opened.follow("T1", "U1", NOW)
    await opening(store, "U1", MRI, BOTH, replace(MRI, opened_at=LATER))
    assert await store.opened.by("T1", "U1") == [replace(MRI, opened_at=LATER)]


STOP = """
import asyncio, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.opened import Opening
from bot.storage.store import Store
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    print("ready", flush=True)
    does = sys.stdin.readline().strip()
    for number in range(40):
        if does == "stop":
            await store.opened.unfollow("T1", f"U{number}")
        else:
            for user in range(40):
                store.opened.note("T1", f"U{user}", Opening(f"short:{number}", datetime.now(UTC), {}))
            await store.opened.flush()
    await store.close()
asyncio.run(main())
"""


async def test_processes_race(store: Store, database_url: str) -> None:
    """While some write what people open, others stop: of nobody who stopped is anything left."""
    for number in range(40):
        await store.opened.follow("T1", f"U{number}", NOW)
    await race(STOP, database_url, [b"open", b"stop", b"open"])
    assert await rows(store) == []
    async with store._database.transaction() as connection:
        assert (await connection.execute(select(FOLLOWERS))).all() == []


async def test_a_store_writes_when_it_closes(store: Store, database_url: str) -> None:
    """What was noted up to the end is written."""
    await store.opened.follow("T1", "U1", NOW)
    store.opened.note("T1", "U1", MRI)
    await store.close()
    again = Store(Settings(database_url=SecretStr(database_url)))
    assert await rows(again) == [("T1", "U1", "short:mri")]
    await again.close()


async def test_tasks_race(store: Store) -> None:
    """What is opened while something is being written is written too."""
    await store.opened.follow("T1", "U1", NOW)
    await asyncio.gather(*(opening(store, "U1", Opening(f"short:{number}", NOW, {})) for number in range(30)))
    assert len(await rows(store)) == 30

"""The store: what is kept, for how long, and how it is forgotten."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.errors import ReadingRoomError, StorageError
from bot.settings import Settings
from bot.storage.opened import Opening
from bot.storage.store import Pruned, Store
from bot.storage.tables import METADATA, USAGE
from bot.storage.usage import Usage
from bot.storage.votes import Vote

NOW = datetime.now(UTC)

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""90 days before it was a Monday: gaps are kept by the week, so that on other days the last may stay a while."""

VOTE = Vote("T1", "C1", "1.1", "U0ROBIN", "short:mri", helpful=True)


async def keep_some(store: Store, at: datetime) -> None:
    """Keep a row of everything, as of that moment."""
    store.usage.note(Usage("/modality", "found", "short:mri", 0.25, at=at))
    await store.votes.cast(replace(VOTE, message_ts=str(at), voted_at=at))
    await store.events.claim([f"event:{at}"], at)
    await store.gaps.ask_for("NPO", at)
    await store.opened.follow("T1", "U0ROBIN", at)
    store.opened.note("T1", "U0ROBIN", Opening(f"short:{at:%j}", at, {"mri": {"safety": "None"}}))
    await store.opened.flush()


async def count_usage(store: Store) -> int:
    """Rows of usage."""
    async with store._database.transaction() as connection:
        return int((await connection.execute(select(func.count()).select_from(USAGE))).scalar_one())


async def test_what_is_old_is_pruned(database_url: str, no_environment: None) -> None:
    """Usage and votes go after the retention, seen events after a day; nothing goes earlier."""
    store = Store(Settings(database_url=SecretStr(database_url)))
    store.usage.open()  # not the whole store, which would prune by itself
    for age in (timedelta(0), timedelta(hours=23), timedelta(days=89), timedelta(days=91)):
        await keep_some(store, SUNDAY - age)
    await store.usage.close()
    assert await store.prune(SUNDAY) == Pruned(
        usage=1, votes=1, gaps=1, holds=0, errands=0, events=2, opened=1, assignments=0, quizzes=0
    )
    assert await store.prune(SUNDAY) == Pruned(
        usage=0, votes=0, gaps=0, holds=0, errands=0, events=0, opened=0, assignments=0, quizzes=0
    )
    assert await count_usage(store) == 3
    await store.close()
    assert str(Pruned(1, 2, 3, 4, 5, 6, 7, 8, 9)) == (
        "1 rows of usage, 2 votes, 3 gaps, 4 holds, 5 errands, 6 seen events, 7 opened cards, 8 assignments,"
        " 9 quizzes and misses"
    )


async def test_several_prune_at_once(store: Store) -> None:
    """Workers that prune at the same moment do not disturb one another, nor claims."""
    for n in range(40):
        await store.events.claim([f"event:{n}"], NOW - timedelta(days=2))
    pruned, claims = await asyncio.gather(
        asyncio.gather(*(store.prune(NOW) for _ in range(4))),
        asyncio.gather(*(store.events.claim([f"event:{n}"], NOW) for n in range(40))),
    )
    assert sum(one.events for one in pruned) <= 40
    assert all(claims)


async def test_a_store_prunes_when_it_opens(database_url: str, no_environment: None) -> None:
    """Every start of a worker prunes."""
    settings = Settings(database_url=SecretStr(database_url), retention_days=7)
    before, store = Store(settings), Store(settings)
    await keep_some(before, NOW - timedelta(days=8))
    await before.close()
    await store.open()
    async with asyncio.timeout(10):
        while await store.votes.tallies():
            await asyncio.sleep(0.02)
    await store.close()


async def test_a_person_is_forgotten(store: Store) -> None:
    """Every vote of theirs goes, in every workspace; those of others stay, and so does what names nobody."""
    for vote in (VOTE, replace(VOTE, message_ts="1.2"), replace(VOTE, team_id="T2"), replace(VOTE, user_id="U0SAM")):
        await store.votes.cast(vote)
    assert await store.forget("U0ROBIN") == 3
    assert await store.forget("U0ROBIN") == 0
    assert (await store.votes.tally("short:mri")).helpful == 1


@pytest.mark.parametrize("typed", ["robin", "@robin", "<@U0ROBIN>", "u0robin", "C0123", "U", "", "U0ROBIN\n"])
async def test_whom_to_forget_must_be_clear(store: Store, typed: str) -> None:
    """What is no member ID is refused with a sentence that says where to find it, and nothing is deleted."""
    await store.votes.cast(VOTE)
    with pytest.raises(ReadingRoomError, match="member ID, such as U0123ABCD"):
        await store.forget(typed)
    assert (await store.votes.tally("short:mri")).helpful == 1


def test_a_person_is_named_in_one_way() -> None:
    """Whatever a table keeps about a person stands under ``user_id``, which is what forgetting looks for."""
    people = {
        column.name for table in METADATA.tables.values() for column in table.c if re.search("user|person", column.name)
    }
    assert people == {"user_id"}


def test_what_is_kept_is_told(root: Path) -> None:
    """``docs/what-is-kept.md`` has a table for every table, with a row for every column, and no other."""
    page = (root / "docs" / "what-is-kept.md").read_text("utf-8")
    told = {
        name: re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        for name, section in re.findall(r"^## [^\n]*`(\w+)`\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    }
    assert told == {table.name: [column.name for column in table.c] for table in METADATA.tables.values()}


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/to/be/found.db", "postgresql://someone:SECRETWORD@127.0.0.1:1/nothing"]
)
async def test_a_database_that_is_away(url: str, no_environment: None, caplog: pytest.LogCaptureFixture) -> None:
    """The store opens and closes all the same; what needs the database fails with an error that has a name."""
    store = Store(Settings(database_url=SecretStr(url)))
    await store.open()
    store.usage.note(Usage("/modality", "found", "short:mri", 0.25))
    for asked in (store.events.claim(["event:1"]), store.votes.cast(VOTE), store.votes.tallies(), store.forget("U1A")):
        with pytest.raises(StorageError, match="the database of DATABASE_URL does not do what it is asked: ") as caught:
            await asked
        assert "SECRETWORD" not in str(caught.value)
    async with asyncio.timeout(10):
        while not any(message.startswith("nothing pruned: ") for message in caplog.messages):
            await asyncio.sleep(0.02)
    await store.close()
    assert caplog.messages[-1] == "stopped with 1 rows of usage unwritten"
    assert "SECRETWORD" not in caplog.text

"""Usage: counted behind the answers' back, whatever the database does meanwhile."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import USAGE
from bot.storage.usage import Usage, UsageWriter

FOUND = Usage("/modality", "found", "short:mri", 0.25)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database."""
    database = Database(database_url)
    yield database
    await database.close()


async def rows(database: Database) -> list[dict[str, Any]]:
    """What is kept, in the order in which it was written."""
    async with database.transaction() as connection:
        found = await connection.execute(select(USAGE).order_by(USAGE.c.id))
        return [dict(row) for row in found.mappings()]


async def until_kept(database: Database, count: int) -> None:
    """Wait until so many rows are there."""
    async with asyncio.timeout(10):
        while len(await rows(database)) < count:
            await asyncio.sleep(0.02)


async def test_a_row_as_it_is_kept(database: Database) -> None:
    """A row says what was answered, where and how fast, to the second; classes stand beside what was private alone."""
    moment = datetime(2026, 3, 1, 9, 30, 15, 999_999, tzinfo=UTC)
    writer = UsageWriter(database)
    writer.open()
    writer.note(Usage("/modality", "found", "short:mri", 0.25, at=moment))
    writer.note(Usage("dm", "private", None, 0.5, ("birth_date", "phone"), moment))
    await writer.close()
    at = datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC)
    first, second = await rows(database)
    assert first == {
        "id": first["id"],
        "at": at,
        "surface": "/modality",
        "outcome": "found",
        "answer": "short:mri",
        "milliseconds": 0.25,
        "identifiers": None,
    }
    assert (second["answer"], second["identifiers"]) == (None, ["birth_date", "phone"])


async def test_rows_are_written_while_it_runs(database: Database) -> None:
    """Rows come into the table by themselves, soon, and in order; after a pause too."""
    writer = UsageWriter(database)
    writer.open()
    for milliseconds in range(250):
        writer.note(Usage("/modality", "found", "short:mri", milliseconds))
    await until_kept(database, 250)
    writer.note(Usage("/modality", "found", "short:mri", 250))
    await until_kept(database, 251)
    await writer.close()
    assert [row["milliseconds"] for row in await rows(database)] == list(range(251))


async def test_closing_writes_the_rest(database: Database) -> None:
    """What was noted before the stop is written, as is what was noted before the start."""
    writer = UsageWriter(database)
    writer.note(FOUND)
    writer.open()
    writer.note(FOUND)
    await writer.close()
    assert len(await rows(database)) == 2
    await writer.close()


async def test_a_writer_that_never_ran(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """One that was never opened says what it leaves behind."""
    writer = UsageWriter(database)
    writer.note(FOUND)
    await writer.close()
    assert caplog.messages == ["stopped with 1 rows of usage unwritten"]


async def test_a_full_queue_drops_and_counts(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Rows beyond the bound are dropped without a word to whoever notes them, and their count is logged once."""
    writer = UsageWriter(database, most_waiting=3)
    for _ in range(5):
        writer.note(FOUND)
    assert writer.dropped == 2
    writer.open()
    await until_kept(database, 3)
    await writer.close()
    assert len(await rows(database)) == 3
    assert caplog.messages == ["2 rows of usage were dropped"]


async def test_the_database_goes_and_comes_back(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """While the table is away one warning is logged, and rows wait; when it is back they are written, once."""
    caplog.set_level(logging.INFO, logger="bot.storage.usage")
    writer = UsageWriter(database, again_seconds=0.02)
    async with database.transaction() as connection:
        await connection.execute(text('ALTER TABLE "usage" RENAME TO away'))
    writer.open()
    writer.note(FOUND)
    async with asyncio.timeout(10):
        while writer._tries < 3:
            await asyncio.sleep(0.02)
    writer.note(FOUND)
    async with database.transaction() as connection:
        await connection.execute(text('ALTER TABLE away RENAME TO "usage"'))
    await until_kept(database, 2)
    await writer.close()
    assert len(await rows(database)) == 2
    first, second = caplog.messages
    assert first.startswith("usage is not written, trying again: the database of DATABASE_URL does not do what")
    assert second == "usage is written again"
    assert writer.dropped == 0


async def test_rows_that_no_database_takes(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that cannot be written does not hold up the others for ever: after many tries it is dropped and counted."""
    monkeypatch.setattr("bot.storage.usage.MOST_TRIES", 3)
    writer = UsageWriter(database, again_seconds=0.01)
    writer.open()
    writer.note(FOUND)
    writer.note(Usage(None, "found", "short:mri", 0.25))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        while not writer.dropped:
            await asyncio.sleep(0.01)
    writer.note(FOUND)
    await until_kept(database, 1)
    await writer.close()
    assert caplog.messages[-1] == "2 rows of usage were dropped"


async def test_closing_without_a_database(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop does not wait for a database that is away; it says how many rows are lost."""
    async with database.transaction() as connection:
        await connection.execute(text('DROP TABLE "usage"'))
    writer = UsageWriter(database)
    writer.open()
    writer.note(FOUND)
    async with asyncio.timeout(10):
        await writer.close()
    assert caplog.messages[-1] == "stopped with 1 rows of usage unwritten"


async def test_a_store_writes_when_it_closes(store: Store, database: Database) -> None:
    """The store hands on what was noted up to its end."""
    store.usage.note(FOUND)
    await store.close()
    assert len(await rows(database)) == 1

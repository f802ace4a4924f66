"""The schema: what the migrations make is what the tables say, from any revision and whoever else is at it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.schema import alembic_config, exclusive, latest_revision, prepare, revision, upgrade
from bot.storage.tables import METADATA
from tests.storage.racing import race

TABLES = set(METADATA.tables) | {"alembic_version"}


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[Database]:
    """A database without any table."""
    database = Database(empty_database_url)
    yield database
    await database.close()


@pytest.fixture
async def current(database_url: str) -> AsyncIterator[Database]:
    """A database with the current schema."""
    database = Database(database_url)
    yield database
    await database.close()


async def tables(database: Database) -> set[str]:
    """The tables that are there."""
    async with database.transaction() as connection:
        return set(await connection.run_sync(lambda plain: inspect(plain).get_table_names()))


async def test_the_migrations_make_what_the_tables_say(current: Database) -> None:
    """Alembic finds no difference between the migrated database and the tables in code, types included."""

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, METADATA))

    async with current.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_down_and_up_again(empty: Database) -> None:
    """Every migration can be taken back and made again."""
    assert await revision(empty) is None
    assert await upgrade(empty) == (None, latest_revision())
    assert await tables(empty) == TABLES
    async with exclusive(empty) as connection:
        await connection.run_sync(lambda plain: command.downgrade(alembic_config(plain), "base"))
    assert await tables(empty) == {"alembic_version"}
    assert await upgrade(empty) == (None, latest_revision())
    assert await tables(empty) == TABLES
    assert await upgrade(empty) == (latest_revision(), latest_revision())


async def test_a_migration_that_fails_leaves_nothing(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a schema is none: what a failing upgrade had done is taken back."""

    def fail(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "head")
        connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(StorageError):
        async with exclusive(empty) as connection:
            await connection.run_sync(fail)
    assert await tables(empty) == set()


async def test_a_later_revision_is_refused(current: Database) -> None:
    """A database that a later version has upgraded is not touched."""
    async with current.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="revision 9999, which is from a later version"):
        await upgrade(current)


UPGRADE = """
import asyncio, sys
from bot.storage.database import Database
from bot.storage.schema import upgrade
async def main():
    database = Database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    before, after = await upgrade(database)
    await database.close()
    print(before, after)
asyncio.run(main())
"""


async def test_processes_upgrade_at_once(empty: Database, empty_database_url: str) -> None:
    """Of several processes that upgrade at the same moment one does it, and the others find nothing to do."""
    told = await race(UPGRADE, empty_database_url, [b""] * 3)
    latest = latest_revision()
    assert sorted(told) == sorted([f"None {latest}", f"{latest} {latest}", f"{latest} {latest}"])
    assert await tables(empty) == TABLES


async def test_starting_with_an_empty_database(
    empty: Database, empty_database_url: str, database_kind: str, no_environment: None
) -> None:
    """SQLite is upgraded at the start; PostgreSQL, which others may be using, only when told to."""
    settings = Settings(database_url=SecretStr(empty_database_url))
    if database_kind == "sqlite":
        await prepare(settings)
        assert await tables(empty) == TABLES
    else:
        with pytest.raises(StorageError, match=r"revision none .* run reading-room db upgrade"):
            await prepare(settings)
        await upgrade(empty)
    await prepare(settings)

"""The schema: which revision a database has, and bringing it to the one that this version works with."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import StorageError
from bot.settings import Settings
from bot.storage.database import Database, storage_errors

logger = logging.getLogger(__name__)
logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells its dialect at INFO, whenever it is asked anything

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 0x52_45_41_44
"""Key of the advisory lock of PostgreSQL that whoever upgrades holds."""

LOCK_SECONDS = 60
"""How long to wait for somebody else's upgrade."""


async def prepare(settings: Settings) -> None:
    """Before anything is served: upgrade SQLite; see that PostgreSQL, which others may be using, is current.

    Raises:
        ReadingRoomError: ``DATABASE_URL`` cannot be used.
        StorageError: The database does not answer, or its schema is not that of this version.
    """
    database = Database(settings.database_url.get_secret_value())
    try:
        current, latest = await revision(database), latest_revision()
        if current == latest:
            return
        if database.is_sqlite:
            await upgrade(database)
        else:
            _refuse_unknown(current)
            raise StorageError(
                f"the database has revision {current or 'none'} and this version works with {latest}:"
                " run reading-room db upgrade"
            )
    finally:
        await database.close()


async def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring a database to the latest revision, alone: whoever comes meanwhile waits, and finds nothing to do.

    Returns:
        The revision it had, ``None`` for an empty database, and the one it has now.

    Raises:
        StorageError: The database does not answer, or is from a later version.
    """
    latest = latest_revision()
    async with exclusive(database) as connection:
        before = await connection.run_sync(_revision)
        _refuse_unknown(before)
        if before != latest:
            await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), "head"))
    if before != latest:
        logger.info("the database went from revision %s to %s", before or "none", latest)
    return before, latest


async def revision(database: Database) -> str | None:
    """The revision a database has; ``None`` for an empty one.

    Raises:
        StorageError: The database does not answer.
    """
    async with database.transaction() as connection:
        return await connection.run_sync(_revision)


def latest_revision() -> str:
    """The revision that this version works with."""
    latest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert latest, "there is at least one migration"  # noqa: S101 - for the type
    return latest


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; its commands run in the transaction that the connection is in."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@contextlib.asynccontextmanager
async def exclusive(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction that nobody else can have at the same time, on a connection for changing the schema.

    Raises:
        StorageError: The database does not answer, or somebody else took too long.
    """
    with storage_errors():
        if database.is_sqlite:
            await asyncio.to_thread(_use_wal, str(database.url.database))
        options = {"timeout": LOCK_SECONDS}
        engine = create_async_engine(database.url, connect_args=options, poolclass=NullPool, hide_parameters=True)
        if database.is_sqlite:
            event.listen(engine.sync_engine, "connect", _leave_transactions)
            event.listen(engine.sync_engine, "begin", _begin_immediate)
        async with engine.begin() as connection:
            if not database.is_sqlite:
                await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection


def _use_wal(path: str) -> None:
    """Let readers go on while somebody writes; the file remembers it.

    SQLite does not wait for others when it changes this, so several processes that start at once try again.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    with contextlib.closing(sqlite3.connect(path)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


def _leave_transactions(connection: Any, _: object) -> None:
    """Keep Python's sqlite3 from ending a transaction at every CREATE TABLE."""
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if revision and revision not in known:
        raise StorageError(f"the database has revision {revision}, which is from a later version: run that version")

"""The database behind ``DATABASE_URL``: SQLite for one machine, PostgreSQL for several."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import ReadingRoomError, StorageError

WAIT_SECONDS = 5
"""How long to wait for a connection, or on SQLite for another process to finish writing."""

ANSWER_SECONDS = 10
"""How long PostgreSQL may take for one statement."""

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
"""What a URL may begin with, and what it means; platforms write ``postgres://``."""

OPTIONS = frozenset({"host", "port", "ssl", "sslmode"})
"""What may stand behind the ``?`` of a PostgreSQL URL; ``host`` for the folder of a Unix socket."""

HOW_TO_WRITE = (
    "write sqlite:///folder/file.db or postgresql://user:password@host:5432/name,"
    " with %XX for what is neither letter nor digit in the password"
)

# At DEBUG it quotes every value that is written, and so the term of a gap.
logging.getLogger("aiosqlite").setLevel(logging.INFO)

Insert = sqlite_dialect.Insert | postgresql.Insert


def parse_url(written: str) -> URL:
    """A database URL as SQLAlchemy wants it, from how people and platforms write it.

    Raises:
        ReadingRoomError: It cannot be used; the sentence says what to write, and quotes nothing that may be a password.
    """
    try:
        url = make_url(written.strip())
    except (ArgumentError, ValueError):
        raise _refusal("it is no database URL") from None
    if url.drivername not in DRIVERS:
        raise _refusal("it begins with neither sqlite:// nor postgresql://")
    url = url.set(drivername=DRIVERS[url.drivername])
    return _parse_sqlite(url) if url.get_backend_name() == "sqlite" else _parse_postgresql(url)


def _parse_sqlite(url: URL) -> URL:
    if url.host:
        raise _refusal("SQLite has no host: a path has three slashes before it, an absolute one four")
    if url.database in {None, "", ":memory:"}:
        raise _refusal("it names no file")
    if url.query:
        raise _refusal("SQLite takes nothing behind a ?")
    return url


def _parse_postgresql(url: URL) -> URL:
    if not url.database:
        raise _refusal("it names no database")
    if "@" in (url.host or ""):
        raise _refusal("there are two @ in it")
    if unknown := sorted(set(url.query) - OPTIONS):
        raise _refusal(f"leave out {', '.join(unknown)}")
    query = {("ssl" if name == "sslmode" else name): value for name, value in url.query.items()}
    return url.set(query=query)


def _refusal(reason: str) -> ReadingRoomError:
    return ReadingRoomError(f"DATABASE_URL cannot be used: {reason}; {HOW_TO_WRITE}")


class Database:
    """Connections to one database, opened when they are first needed; they belong to the event loop that used them.

    Two kinds of transactions: what a person submitted is on the disk when its transaction ends (``durable``); the last
    tenths of a second of anything else may be lost when the power fails, never when only this process does.

    Args:
        url: As in ``DATABASE_URL``.

    Attributes:
        url: As SQLAlchemy wants it; its text hides the password.
        is_sqlite: Whether it is SQLite; PostgreSQL otherwise.

    Raises:
        ReadingRoomError: The URL cannot be used.
    """

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._engine, self._durable = _sqlite_engine(self.url, "NORMAL"), _sqlite_engine(self.url, "FULL")
            self._turns: contextlib.AbstractAsyncContextManager[None] = _Turns()
        else:
            self._turns = contextlib.nullcontext()
            self._engine = self._durable = _postgresql_engine(self.url)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        await self._durable.dispose()

    @contextlib.asynccontextmanager
    async def transaction(self, *, durable: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at the end; on SQLite its first statement must write if any does.

        Raises:
            StorageError: The database does not answer, or refuses.
        """
        engine = self._durable if durable else self._engine
        with storage_errors():
            async with self._turns, engine.begin() as connection:
                yield connection

    def insert(self, table: Table) -> Insert:
        """An INSERT that may have an ON CONFLICT, which both databases write alike."""
        return sqlite_dialect.insert(table) if self.is_sqlite else postgresql.insert(table)


class _Turns:
    """One transaction after the other: SQLite has one writer, and queueing here beats polling for the lock of a file.

    A pool of one connection would do so too, but leaves whoever waits waiting when the connection cannot be made.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        async with asyncio.timeout(WAIT_SECONDS):
            await self._lock.acquire()

    async def __aexit__(self, *raised: object) -> None:
        self._lock.release()


def _sqlite_engine(url: URL, synchronous: str) -> AsyncEngine:
    options = {"timeout": WAIT_SECONDS}
    engine = create_async_engine(url, connect_args=options, pool_size=1, max_overflow=-1, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "do_connect")
    def look(*_: object) -> None:
        """See that the file can be opened: after a failure aiosqlite's thread would outlive the event loop."""
        sqlite3.connect(str(url.database)).close()

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.close()

    return engine


def _postgresql_engine(url: URL) -> AsyncEngine:
    options = {
        "timeout": WAIT_SECONDS,
        "command_timeout": ANSWER_SECONDS,
        "server_settings": {"application_name": "reading-room"},
    }
    return create_async_engine(
        url, connect_args=options, pool_pre_ping=True, pool_timeout=WAIT_SECONDS, hide_parameters=True
    )


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Give what SQLAlchemy and the drivers raise one name, without the values they may quote.

    Raises:
        StorageError: Instead of theirs.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise StorageError(f"the database of DATABASE_URL does not do what it is asked: {_told(error)}") from None


def _told(error: BaseException) -> str:
    """What went wrong: SQLite's own words, which quote no values, and the name of PostgreSQL's condition."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return str(cause) if isinstance(cause, sqlite3.Error) else type(cause.__cause__ or cause).__name__

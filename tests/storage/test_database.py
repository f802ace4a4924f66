"""``DATABASE_URL``: as people and platforms write it, or a sentence that says what to write."""

import pytest

from bot.errors import ReadingRoomError
from bot.storage.database import parse_url


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite+aiosqlite:///reading-room.db", "sqlite+aiosqlite:///reading-room.db"),
        ("sqlite:///data/rr.db", "sqlite+aiosqlite:///data/rr.db"),
        (" sqlite:////var/lib/rr.db\n", "sqlite+aiosqlite:////var/lib/rr.db"),
        ("postgres://rr:s%40fe@db:5433/rr", "postgresql+asyncpg://rr:s%40fe@db:5433/rr"),
        ("postgresql://rr:safe@db/rr?sslmode=require", "postgresql+asyncpg://rr:safe@db/rr?ssl=require"),
        ("postgresql+asyncpg://rr@/rr?host=/run/postgresql", "postgresql+asyncpg://rr@/rr?host=/run/postgresql"),
    ],
)
def test_what_can_be_written(written: str, meant: str) -> None:
    """SQLite and PostgreSQL, with the driver or without, and ``sslmode`` as platforms give it."""
    assert parse_url(written).render_as_string(hide_password=False).replace("%2F", "/") == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("SECRETWORD", "it is no database URL"),
        ("mysql://rr:SECRETWORD@db/rr", "it begins with neither"),
        ("postgresql+psycopg://rr:SECRETWORD@db/rr", "it begins with neither"),
        ("postgresql://rr:SECRETWORD@db:port/rr", "it is no database URL"),
        ("postgresql://rr:SECRET@WORD@db/rr", "there are two @ in it"),
        ("postgresql://rr:SECRETWORD@db", "it names no database"),
        ("postgresql://rr:SECRETWORD@db/rr?channel_binding=require&sslmode=require", "leave out channel_binding"),
        ("sqlite://", "it names no file"),
        ("sqlite:///:memory:", "it names no file"),
        ("sqlite://SECRETWORD/rr.db", "SQLite has no host"),
        ("sqlite:///rr.db?mode=ro", "SQLite takes nothing behind a ?"),
    ],
)
def test_what_cannot(written: str, reason: str) -> None:
    """Anything else is refused with the reason and an example, without a word of what may be the password."""
    with pytest.raises(ReadingRoomError) as caught:
        parse_url(written)
    told = str(caught.value)
    assert told.startswith(f"DATABASE_URL cannot be used: {reason}")
    assert "write sqlite:///folder/file.db or postgresql://user:password@host:5432/name" in told
    assert "SECRET" not in told
    assert "WORD" not in told

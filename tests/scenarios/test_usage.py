"""Usage: what is counted of an answer, and that answering needs no database."""

import asyncio
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import METADATA, USAGE
from tests.conftest import Connecting

ASKED = [
    ("/modality MRI", ("/modality", "found", "short:mri")),
    ("/define DR", ("/define", "asked", None)),
    ("/procedure SECRETWORD", ("/procedure", "not_found", None)),
    ("/compare CT vs MRI", ("/compare", "compared", "compared:ct,mri")),
    ("/compare CT", ("/compare", "too_few", None)),
    ("/compare CT vs SECRETWORD", ("/compare", "unclear", None)),
]


async def test_every_answer_is_counted(connecting: Connecting, database_url: str) -> None:
    """A row an answer says where it was given and what it came to; who asked and what they typed is nowhere."""
    async with connecting(database_url=SecretStr(database_url)) as slack:
        for typed, _ in ASKED:
            assert (await slack.slash(typed)).message
        user = slack.user.id
    database = Database(database_url)
    async with database.transaction() as connection:
        rows = (await connection.execute(select(USAGE).order_by(USAGE.c.id))).all()
        everything: list[Any] = []
        for table in METADATA.sorted_tables:
            everything += (await connection.execute(select(table))).all()
    await database.close()
    assert [(row.surface, row.outcome, row.answer) for row in rows] == [counted for _, counted in ASKED]
    assert all(0 < row.milliseconds < 10_000 and row.identifiers is None for row in rows)
    assert "SECRETWORD" not in str(everything)
    assert user not in str(everything)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/to/be/found.db", "postgresql://rr@127.0.0.1:1/rr"])
async def test_answers_need_no_database(connecting: Connecting, settings: Settings, url: str) -> None:
    """With the database away every command is answered as ever."""
    async with connecting(database_url=SecretStr(url)) as slack:
        assert "Magnetic resonance imaging" in (await slack.slash("/modality MRI")).message["text"]
        assert (await slack.slash("/compare CT vs MRI")).message["blocks"]


async def test_what_was_answered_meanwhile_is_counted_later(connecting: Connecting, database_url: str) -> None:
    """While the table is gone answers go on; their rows wait, and are written once it is back."""
    database = Database(database_url)
    async with connecting(database_url=SecretStr(database_url)) as slack:
        async with database.transaction() as connection:
            await connection.execute(text("ALTER TABLE usage RENAME TO elsewhere"))
        for typed, _ in ASKED:
            assert (await slack.slash(typed)).message
        await asyncio.sleep(0.3)  # the writer tries, and fails
        async with database.transaction() as connection:
            await connection.execute(text("ALTER TABLE elsewhere RENAME TO usage"))
    async with database.transaction() as connection:
        rows = (await connection.execute(select(USAGE).order_by(USAGE.c.id))).all()
    await database.close()
    assert [(row.surface, row.outcome, row.answer) for row in rows] == [counted for _, counted in ASKED]

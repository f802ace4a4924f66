"""Votes: one a person and message, changeable, and on the disk when casting returns."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.errors import StorageError
from bot.names import Reason
from bot.storage.store import Store
from bot.storage.tables import VOTES
from bot.storage.votes import Tally, Vote

HELPFUL = Vote("T1", "C1", "1700000000.000100", "U1", "short:mri", helpful=True)
NOT_HELPFUL = replace(HELPFUL, helpful=False, reasons=frozenset({Reason.WRONG, Reason.TOO_LONG}))


async def rows(store: Store) -> list[dict[str, object]]:
    """What is kept."""
    async with store._database.transaction() as connection:
        return [dict(row) for row in (await connection.execute(select(VOTES))).mappings()]


async def test_a_vote_as_it_is_kept(store: Store) -> None:
    """Every column is what was said; the moment is UTC, whatever zone it came in."""
    await store.votes.cast(NOT_HELPFUL)
    (row,) = await rows(store)
    assert row == {
        "team_id": "T1",
        "channel_id": "C1",
        "message_ts": "1700000000.000100",
        "user_id": "U1",
        "answer": "short:mri",
        "helpful": False,
        "reasons": ["too_long", "wrong"],
        "voted_at": NOT_HELPFUL.voted_at,
    }
    assert isinstance(row["voted_at"], datetime)
    assert row["voted_at"].tzinfo == UTC


async def test_one_vote_a_person_and_message(store: Store) -> None:
    """A second vote takes the place of the first; another person's, or on another message, does not."""
    await store.votes.cast(NOT_HELPFUL)
    await store.votes.cast(HELPFUL)
    assert await store.votes.tally("short:mri") == Tally("short:mri", 1, 0, {})
    await store.votes.cast(replace(NOT_HELPFUL, user_id="U2"))
    await store.votes.cast(replace(HELPFUL, message_ts="1700000000.000200"))
    await store.votes.cast(replace(HELPFUL, channel_id="C2"))
    await store.votes.cast(replace(HELPFUL, team_id="T2"))
    expected = Tally("short:mri", 4, 1, {Reason.TOO_LONG: 1, Reason.WRONG: 1})
    assert await store.votes.tally("short:mri") == expected


async def test_helpful_has_no_reasons(store: Store) -> None:
    """Reasons are kept after *not helpful* alone."""
    await store.votes.cast(replace(NOT_HELPFUL, helpful=True))
    assert (await rows(store))[0]["reasons"] == []


async def test_votes_at_once_are_one(store: Store) -> None:
    """A person who clicks twice at once has one vote."""
    await asyncio.gather(*(store.votes.cast(vote) for vote in [HELPFUL, NOT_HELPFUL] * 4))
    assert len(await rows(store)) == 1


async def test_tallies(store: Store) -> None:
    """Every answer is counted; those that helped least people come first."""
    answers = {"short:mri": (2, 1), "question:scan-duration:ct": (0, 3), "compared:ct,mri": (1, 0)}
    for answer, (helped, failed) in answers.items():
        for n in range(helped + failed):
            reasons = frozenset({Reason.UNCLEAR}) if n % 2 else frozenset({Reason.UNCLEAR, Reason.OUTDATED})
            await store.votes.cast(Vote("T1", "C1", f"{answer}.{n}", "U1", answer, helpful=n < helped, reasons=reasons))
    assert await store.votes.tallies() == [
        Tally("question:scan-duration:ct", 0, 3, {Reason.UNCLEAR: 3, Reason.OUTDATED: 2}),
        Tally("short:mri", 2, 1, {Reason.UNCLEAR: 1, Reason.OUTDATED: 1}),
        Tally("compared:ct,mri", 1, 0, {}),
    ]
    assert await store.votes.tally("short:ct") == Tally("short:ct", 0, 0, {})


async def test_a_moment_needs_a_zone(store: Store) -> None:
    """A moment that could be anywhere is not kept."""
    with pytest.raises(StorageError, match="ValueError"):
        await store.votes.cast(replace(HELPFUL, voted_at=datetime(2026, 3, 1)))  # noqa: DTZ001 - that is the point


CAST = """
import asyncio, sys, time
from pydantic import SecretStr
from bot.settings import Settings
from bot.storage.store import Store
from bot.storage.votes import Vote
async def main():
    store = Store(Settings(database_url=SecretStr(sys.argv[1])))
    await store.open()
    await store.votes.cast(Vote("T1", "C1", "1.1", "U1", "short:mri", helpful=True))
    print("cast", flush=True)
    time.sleep(60)
asyncio.run(main())
"""


async def test_a_vote_survives_its_process(store: Store, database_url: str) -> None:
    """A process that is killed right after casting loses nothing."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CAST, database_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"cast\n"
    process.kill()
    await process.communicate()
    assert await store.votes.tally("short:mri") == Tally("short:mri", 1, 0, {})
    await store.votes.cast(HELPFUL)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_votes_are_synced(store: Store) -> None:
    """On SQLite a vote's transaction ends when the disk has it; for others that would cost too much."""
    found = {}
    for durable in (True, False):
        async with store._database.transaction(durable=durable) as connection:
            found[durable] = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar()
            assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
            assert (await connection.exec_driver_sql("PRAGMA foreign_keys")).scalar() == 1
            assert (await connection.exec_driver_sql("PRAGMA busy_timeout")).scalar() == 5000
    assert found == {True: 2, False: 1}

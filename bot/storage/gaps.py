"""Gaps: what people asked for and got no answer to, so that owners know what to write.

A gap is named by what was understood, never by what was typed: ``near:scan-duration:ct`` (the nearest question and what
it was about), ``about:ct,mri`` (what was named), or ``term:npo``, the normalised term of a look-up that found nothing,
after the privacy gate. Counted by channel and week. Who met one is kept only of those who want to be told.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import GAP_WAITERS, GAPS

NOWHERE = ""
"""The channel of what was asked in private."""

TOLD_WITHIN = timedelta(days=30)
"""How long after meeting a gap people are told that it is closed."""

DIGEST_BYTES = 12

MOST_WAITING = 10_000
"""Different gaps that wait to be written at most; what comes beyond is not counted."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is asked for.

    Attributes:
        name: Names it: ``near:scan-duration:ct``, ``about:ct,mri``, ``term:npo``.
        asked: How often.
    """

    name: str
    asked: int


class Gaps:
    """The gaps.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._met: Counter[tuple[str, str, str, str]] = Counter()
        insert = database.insert(GAPS)
        self._ask = insert.on_conflict_do_update(
            index_elements=list(GAPS.primary_key), set_={"asked": GAPS.c.asked + insert.excluded.asked}
        )

    def meet(self, name: str, team_id: str, channel_id: str, now: datetime) -> None:
        """Count that somebody met a gap; written by the next `flush`, so that no answer waits for it."""
        key = (name, team_id, channel_id, week_of(now))
        if key in self._met or len(self._met) < MOST_WAITING:
            self._met[key] += 1

    async def flush(self) -> None:
        """Write what was counted.

        Raises:
            StorageError: The database does not answer; what was counted is kept for the next time.
        """
        if not self._met:
            return
        met, self._met = self._met, Counter()
        try:
            async with self._database.transaction() as connection:
                await connection.execute(self._ask, [_as_row(*key, count) for key, count in sorted(met.items())])
        except Exception:
            self._met.update(met)
            raise

    async def ask_for(self, term: str, now: datetime | None = None) -> None:
        """Count that a term was asked for with a tap. It is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        row = _as_row(f"term:{term.lower()}", "", NOWHERE, week_of(now or datetime.now(UTC)), 1)
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(self._ask, row)

    async def most_asked(self, since: date, channels: Iterable[tuple[str, str]] | None = None) -> list[Gap]:
        """What was asked for since a day, most often first.

        Args:
            since: The day, whole weeks at a time.
            channels: Workspaces and channels; what was asked in private, where no channel can be told, counts too.
                Everything where none is given.

        Raises:
            StorageError: The database does not answer.
        """
        asked = func.sum(GAPS.c.asked)
        query = select(GAPS.c.gap, asked).where(GAPS.c.week >= week_of(since)).group_by(GAPS.c.gap)
        if channels is not None:
            there = ((GAPS.c.team_id == team) & (GAPS.c.channel_id == channel) for team, channel in channels)
            query = query.where(or_(GAPS.c.channel_id == NOWHERE, *there))
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query.order_by(asked.desc(), GAPS.c.gap))).all()
        return [Gap(name, int(count)) for name, count in rows]

    async def wait_for(self, digest: str, team_id: str, user_id: str, now: datetime) -> None:
        """Keep that somebody wants to be told when a gap is closed, by its `digest_of`. It is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        insert = self._database.insert(GAP_WAITERS)
        put = insert.on_conflict_do_update(
            index_elements=list(GAP_WAITERS.primary_key), set_={"asked_at": insert.excluded.asked_at}
        )
        row = {"digest": digest, "team_id": team_id, "user_id": user_id, "asked_at": now}
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, row)

    @staticmethod
    async def release_within(connection: AsyncConnection, name: str, now: datetime) -> list[tuple[str, str]]:
        """Those who wait for a gap and met it within 30 days, by workspace and person.

        It is closed by that: nobody waits for it any more, and who meets it again opens it anew.
        """
        await connection.execute(delete(GAPS).where(GAPS.c.gap == name))
        gone = (
            delete(GAP_WAITERS)
            .where(GAP_WAITERS.c.digest == digest_of(name))
            .returning(GAP_WAITERS.c.team_id, GAP_WAITERS.c.user_id, GAP_WAITERS.c.asked_at)
        )
        rows = (await connection.execute(gone)).all()
        return sorted((team, user) for team, user, asked_at in rows if asked_at >= now - TOLD_WITHIN)

    async def prune(self, before: datetime) -> int:
        """Delete what was asked for in weeks before a moment's, and who waits since longer: how many rows.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            waiting = await connection.execute(delete(GAP_WAITERS).where(GAP_WAITERS.c.asked_at < before))
            old = await connection.execute(delete(GAPS).where(GAPS.c.week < week_of(before)))
        return waiting.rowcount + old.rowcount


def _as_row(name: str, team_id: str, channel_id: str, week: str, asked: int) -> dict[str, object]:
    return {"gap": name, "team_id": team_id, "channel_id": channel_id, "week": week, "asked": asked}


def digest_of(name: str) -> str:
    """Stands for a gap on a button, and beside a person: neither is to repeat what was looked up."""
    return blake2b(name.encode(), digest_size=DIGEST_BYTES).hexdigest()


def week_of(day: date) -> str:
    """The Monday of a day's week, as ``2026-11-23``."""
    return (day - timedelta(days=day.weekday())).strftime("%Y-%m-%d")

"""Gaps: abbreviations that people met, that the pack does not have, and that somebody asked for with a tap.

Who asked, and what the word stood in, is not kept; how often it was asked for is, by week.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, func, select

from bot.storage.database import Database
from bot.storage.tables import GAPS


@dataclass(frozen=True, slots=True)
class Gap:
    """A term that is asked for.

    Attributes:
        term: In capitals, e.g. ``NPO``.
        asked: How often.
    """

    term: str
    asked: int


class Gaps:
    """The gaps.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        insert = database.insert(GAPS)
        self._ask = insert.on_conflict_do_update(
            index_elements=list(GAPS.primary_key), set_={"asked": GAPS.c.asked + insert.excluded.asked}
        )

    async def ask_for(self, term: str, now: datetime | None = None) -> None:
        """Count that a term was asked for. It is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        row = {"term": term.upper(), "week": week_of(now or datetime.now(UTC)), "asked": 1}
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(self._ask, row)

    async def most_asked(self, since: date) -> list[Gap]:
        """The terms that were asked for since a day, most often first.

        Raises:
            StorageError: The database does not answer.
        """
        asked = func.sum(GAPS.c.asked)
        query = select(GAPS.c.term, asked).where(GAPS.c.week >= week_of(since)).group_by(GAPS.c.term)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query.order_by(asked.desc(), GAPS.c.term))).all()
        return [Gap(term, int(count)) for term, count in rows]

    async def prune(self, before: datetime) -> int:
        """Delete what was asked for in weeks before a moment's: how many rows.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(GAPS).where(GAPS.c.week < week_of(before)))).rowcount


def week_of(day: date) -> str:
    """The Monday of a day's week, as ``2026-11-23``."""
    return (day - timedelta(days=day.weekday())).strftime("%Y-%m-%d")

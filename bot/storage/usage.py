"""Usage: what was answered, where and how fast; never who asked or what was typed.

A row a request inline would cost two thirds of the throughput, so rows are queued in memory and written together, about
ten times a second. What is still in the queue when a process is killed is lost; nothing depends on it.
"""

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, bindparam, delete, func, insert, select

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.tables import USAGE

logger = logging.getLogger(__name__)

WRITE_SECONDS = 0.1
"""How long rows gather before they are written."""

AGAIN_SECONDS = 2.0
"""How long to wait after the database did not take them."""

MOST_TRIES = 150
"""How often rows are offered to the database: five minutes. Then it is the rows that it does not take."""

CLOSE_SECONDS = 3.0
"""How long a stop waits for the last rows."""

MOST_WAITING = 20_000
"""Rows that wait at most: two seconds of one worker at full load, hours of a hospital; some 10 MB."""

AT_ONCE = 200
"""Rows that are made ready between two answers: within half a millisecond on SQLite, two on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Usage:
    """One answer, as it is counted.

    Attributes:
        surface: Where it was asked for: ``/modality``, ``mention``, ``direct message``, ``message shortcut``,
            ``search``.
        outcome: What it came to: ``found``, ``asked``, ``not_found``, ``compared``, ``answered``, ``suggested``,
            ``silent``, ``fenced``, ``private``.
        answer: What was answered, e.g. ``short:mri``; ``None`` where nothing was.
        milliseconds: How long it took, in ms.
        identifiers: Of an outcome ``private``: the classes of what the privacy gate found.
        at: When, in UTC; kept to the second.
    """

    surface: str
    outcome: str
    answer: str | None
    milliseconds: float
    identifiers: tuple[str, ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class UsageWriter:
    """Writes usage behind the answers' back.

    Args:
        database: Where it is kept.
        most_waiting: How many rows may wait.
        again_seconds: How long to wait after the database did not take them.

    Attributes:
        dropped: Rows that were not kept, ever: too many were waiting, or the database did not take them.
    """

    def __init__(
        self, database: Database, *, most_waiting: int = MOST_WAITING, again_seconds: float = AGAIN_SECONDS
    ) -> None:
        self._database = database
        self._most_waiting = most_waiting
        self._again_seconds = again_seconds
        self._waiting: deque[Usage] = deque()
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._tries = 0
        self._told = 0
        self.dropped = 0

    def note(self, usage: Usage) -> None:
        """Take a row to be written soon. Never waits, never raises; where too many wait, the row is dropped."""
        if len(self._waiting) >= self._most_waiting:
            self.dropped += 1
            return
        self._waiting.append(usage)
        self._wake.set()

    def open(self) -> None:
        """Begin to write."""
        self._writing = asyncio.create_task(self._write_on())

    async def close(self) -> None:
        """Write what waits, for at most `CLOSE_SECONDS`, and end."""
        self._stop.set()
        self._wake.set()
        if self._writing:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._writing, CLOSE_SECONDS)
        if self._waiting:
            logger.warning("stopped with %d rows of usage unwritten", len(self._waiting))

    async def most_given(self, since: datetime, most: int) -> list[tuple[str, int]]:
        """The answers that were given most often since a moment, and how often.

        Raises:
            StorageError: The database does not answer.
        """
        given = func.count()
        query = (
            select(USAGE.c.answer, given)
            .where(USAGE.c.at >= since, USAGE.c.answer.is_not(None))
            .group_by(USAGE.c.answer)
            .order_by(given.desc(), USAGE.c.answer)
            .limit(most)
        )
        async with self._database.transaction() as connection:
            return [(answer, int(count)) for answer, count in (await connection.execute(query)).all()]

    async def prune(self, before: datetime) -> int:
        """Delete usage from before a moment: how many rows.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(USAGE).where(USAGE.c.at < before))).rowcount

    async def _write_on(self) -> None:
        """Write whenever rows have gathered, until told to stop; then once more."""
        last = False
        while not last:
            await self._wake.wait()
            await self._pause(self._again_seconds if self._tries else WRITE_SECONDS)
            self._wake.clear()
            last = self._stop.is_set()
            await self._try_to_write()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def _try_to_write(self) -> None:
        """Write all that waits; what the database does not take stays, is told once, and wakes the writer again."""
        rows = list(self._waiting)
        try:
            await self._write(rows)
        except Exception as error:  # noqa: BLE001 - whatever it is, answers go on, and so does writing
            self._tries += 1
            self._wake.set()
            if self._tries == 1:
                told = error if isinstance(error, StorageError) else type(error).__name__
                logger.warning("usage is not written, trying again: %s", told)
            if self._tries < MOST_TRIES:
                return
            self.dropped += len(rows)
        else:
            if self._tries:
                logger.info("usage is written again")
        self._tries = 0
        for _ in rows:
            self._waiting.popleft()
        if self.dropped > self._told:
            logger.warning("%d rows of usage were dropped", self.dropped - self._told)
            self._told = self.dropped

    async def _write(self, rows: list[Usage]) -> None:
        """Write rows in one transaction, with pauses in which answers go out."""
        async with self._database.transaction() as connection:
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                if self._database.is_sqlite:
                    await connection.execute(_INSERT_JSON, {"rows": _as_json(some)})
                else:
                    await connection.execute(_INSERT, [_as_row(usage) for usage in some])


_INSERT = insert(USAGE)


def _as_row(usage: Usage) -> dict[str, Any]:
    return {
        "at": usage.at.replace(microsecond=0),
        "surface": usage.surface,
        "outcome": usage.outcome,
        "answer": usage.answer,
        "milliseconds": usage.milliseconds,
        "identifiers": list(usage.identifiers) or None,
    }


# SQLite's driver hands the interpreter to and fro for every row of a list: 13 µs of a busy worker. One JSON is one row.
_EACH = func.json_each(bindparam("rows", type_=String)).table_valued("value")
_COLUMNS = ("at", "surface", "outcome", "answer", "milliseconds", "identifiers")
_INSERT_JSON = insert(USAGE).from_select(
    _COLUMNS, select(*(func.json_extract(_EACH.c.value, f"$[{n}]") for n in range(len(_COLUMNS))))
)


def _as_json(rows: Sequence[Usage]) -> str:
    return json.dumps(
        [
            (_as_text(row.at), row.surface, row.outcome, row.answer, row.milliseconds, row.identifiers or None)
            for row in rows
        ]
    )


def _as_text(moment: datetime) -> str:
    """A moment as SQLAlchemy writes it for SQLite, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat(" ", "microseconds")

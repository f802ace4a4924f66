"""The store: the books that are kept, over one database, from opening to closing."""

import asyncio
import contextlib
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import String, cast, delete

from bot.errors import ReadingRoomError, StorageError
from bot.settings import Settings
from bot.storage.assignments import Assignments
from bot.storage.channels import Channels
from bot.storage.database import Database
from bot.storage.drafts import Drafts
from bot.storage.errands import Errands
from bot.storage.events import SeenEvents
from bot.storage.gaps import Gaps
from bot.storage.holds import Holds
from bot.storage.leads import LeadBook
from bot.storage.opened import Opened
from bot.storage.quizzes import Quizzes
from bot.storage.tables import ASSIGNMENT_STEPS, ERRANDS, METADATA
from bot.storage.usage import CLOSE_SECONDS, UsageWriter
from bot.storage.votes import Votes

logger = logging.getLogger(__name__)

PRUNE_SECONDS = 3600.0

_USER = re.compile(r"[UW][A-Z0-9]{2,31}")


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows were deleted since they had been kept long enough."""

    usage: int
    votes: int
    gaps: int
    holds: int
    errands: int
    events: int
    opened: int
    assignments: int
    quizzes: int

    def __str__(self) -> str:
        """The counts, in words."""
        return (
            f"{self.usage} rows of usage, {self.votes} votes, {self.gaps} gaps, {self.holds} holds,"
            f" {self.errands} errands, {self.events} seen events, {self.opened} opened cards,"
            f" {self.assignments} assignments, {self.quizzes} quizzes and misses"
        )


class Store:
    """What is kept. Nothing connects before it is needed, so a database that is away holds up no start of a worker.

    Args:
        settings: What the deployment decides: ``database_url`` and ``retention_days``.

    Attributes:
        events: What of Slack's was seen already.
        votes: Whether answers helped.
        usage: What was answered.
        gaps: What was asked for and is not there.
        errands: What is to be done at a time.
        channels: What channels' owners decided.
        holds: Questions that channels heard.
        drafts: Answers that were written in Slack.
        opened: Which cards learners and followers opened.
        leads: Who may start tracks.
        assignments: Who is on which track, and how far.
        quizzes: Quizzes, and what was got wrong in them.

    Raises:
        ReadingRoomError: ``DATABASE_URL`` cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._database = Database(settings.database_url.get_secret_value())
        self._retention = timedelta(days=settings.retention_days)
        self._stop = asyncio.Event()
        self._pruning: asyncio.Task[None] | None = None
        self.events = SeenEvents(self._database)
        self.votes = Votes(self._database)
        self.usage = UsageWriter(self._database)
        self.gaps = Gaps(self._database)
        self.errands = Errands(self._database)
        self.channels = Channels(self._database, self.errands)
        self.holds = Holds(self._database, self.errands)
        self.drafts = Drafts(self._database, self.errands)
        self.opened = Opened(self._database)
        self.leads = LeadBook(self._database)
        self.assignments = Assignments(self._database, self.errands)
        self.quizzes = Quizzes(self._database)

    async def open(self) -> None:
        """Begin to write usage, and to prune: now and once an hour."""
        self.usage.open()
        self._pruning = asyncio.create_task(self._prune_regularly())

    async def close(self) -> None:
        """Write what waits, and let go of the database."""
        self._stop.set()
        if self._pruning:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._pruning, CLOSE_SECONDS)
        with contextlib.suppress(StorageError):
            await self.gaps.flush()
        with contextlib.suppress(StorageError):
            await self.opened.flush()
        await self.usage.close()
        await self._database.close()

    async def prune(self, now: datetime | None = None) -> Pruned:
        """Delete what is older than ``retention_days``, and seen events older than a day.

        Several workers may do so at once.

        Raises:
            StorageError: The database does not answer.
        """
        now = now or datetime.now(UTC)
        return Pruned(
            usage=await self.usage.prune(now - self._retention),
            votes=await self.votes.prune(now - self._retention),
            gaps=await self.gaps.prune(now - self._retention),
            holds=await self.holds.prune(now - self._retention),
            errands=await self.errands.prune(now - self._retention),
            events=await self.events.prune(now),
            opened=await self.opened.prune(now - self._retention),
            assignments=await self.assignments.prune(now - self._retention),
            quizzes=await self.quizzes.prune(now - self._retention),
        )

    async def forget(self, user_id: str) -> int:
        """Delete everything that is kept under a person: every row of every table that names people.

        Args:
            user_id: Slack's id of the person, e.g. ``U0123ABCD``.

        Returns:
            How many rows there were.

        Raises:
            ReadingRoomError: It is no such id.
            StorageError: The database does not answer.
        """
        if not _USER.fullmatch(user_id):
            raise ReadingRoomError(
                "a person is named by their member ID, such as U0123ABCD;"
                " Slack shows it in their profile, under the three dots, Copy member ID"
            )
        named = [table for table in METADATA.sorted_tables if "user_id" in table.c and table is not ASSIGNMENT_STEPS]
        told_of = delete(ERRANDS).where(cast(ERRANDS.c.details, String).contains(f'"{user_id}"'))
        steps = delete(ASSIGNMENT_STEPS).where(ASSIGNMENT_STEPS.c.user_id == user_id)
        async with self._database.transaction(durable=True) as connection:
            gone = [await connection.execute(delete(table).where(table.c.user_id == user_id)) for table in named]
            gone.append(await connection.execute(told_of))  # what was to be said of them to somebody else
            await self.assignments.take_back_within(connection, user_id, datetime.now(UTC))
            gone.append(await connection.execute(steps))
            orphans = await self.assignments.orphans_within(connection)
        return sum(result.rowcount for result in gone) + orphans

    async def _prune_regularly(self) -> None:
        while not self._stop.is_set():
            try:
                pruned = await self.prune()
            except StorageError as error:
                logger.warning("nothing pruned: %s", error)
            else:
                logger.debug("pruned %s", pruned)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), PRUNE_SECONDS)

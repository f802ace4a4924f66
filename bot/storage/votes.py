"""Votes: whether an answer helped, one a person and message, in force until the person changes it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import delete, func, select

from bot.names import Reason
from bot.storage.database import Database
from bot.storage.tables import VOTES


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thinks of an answer.

    Attributes:
        team_id: The workspace, e.g. ``T0123``.
        channel_id: Where the answer stands, e.g. ``C0123``.
        message_ts: Timestamp of the message with the answer.
        user_id: Who votes, e.g. ``U0123``.
        answer: What was answered: ``question:scan-duration:ct``, ``short:mri``, ``compared:ct,mri``.
        helpful: Whether it helped.
        reasons: Why it did not; kept only where it did not.
        voted_at: When; now by default.
    """

    team_id: str
    channel_id: str
    message_ts: str
    user_id: str
    answer: str
    helpful: bool
    reasons: frozenset[Reason] = frozenset()
    voted_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Tally:
    """What people think of an answer.

    Attributes:
        answer: The answer.
        helpful: How many it helped.
        not_helpful: How many it did not help.
        reasons: How often each reason was given.
    """

    answer: str
    helpful: int
    not_helpful: int
    reasons: Mapping[Reason, int]


class Votes:
    """The votes.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        insert = database.insert(VOTES)
        said = {column.name: insert.excluded[column.name] for column in VOTES.c if not column.primary_key}
        self._cast = insert.on_conflict_do_update(index_elements=list(VOTES.primary_key), set_=said)

    async def cast(self, vote: Vote) -> None:
        """Keep a vote, in the place of an earlier one of this person on this message. It is on the disk afterwards.

        Raises:
            StorageError: The database does not answer; the vote may be cast again.
        """
        row = {
            "team_id": vote.team_id,
            "channel_id": vote.channel_id,
            "message_ts": vote.message_ts,
            "user_id": vote.user_id,
            "answer": vote.answer,
            "helpful": vote.helpful,
            "reasons": [] if vote.helpful else sorted(vote.reasons),
            "voted_at": vote.voted_at,
        }
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(self._cast, row)

    async def tally(self, answer: str) -> Tally:
        """What people think of one answer.

        Raises:
            StorageError: The database does not answer.
        """
        return (await self._count(answer)).get(answer, Tally(answer, 0, 0, {}))

    async def tallies(self) -> list[Tally]:
        """What people think of every answer that was voted on; those that helped least people first.

        Raises:
            StorageError: The database does not answer.
        """
        counted = (await self._count()).values()
        return sorted(counted, key=lambda tally: (-tally.not_helpful, tally.helpful, tally.answer))

    async def prune(self, before: datetime) -> int:
        """Delete votes from before a moment: how many.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(VOTES).where(VOTES.c.voted_at < before))).rowcount

    async def _count(self, answer: str | None = None) -> dict[str, Tally]:
        said = (VOTES.c.answer, VOTES.c.helpful, VOTES.c.reasons)
        query = select(*said, func.count()).group_by(*said)
        if answer is not None:
            query = query.where(VOTES.c.answer == answer)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        helped: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        reasons: dict[str, Counter[Reason]] = {}
        for name, helpful, given, count in rows:
            (helped if helpful else failed)[name] += count
            reasons.setdefault(name, Counter()).update({Reason(reason): count for reason in given})
        return {name: Tally(name, helped[name], failed[name], dict(given)) for name, given in reasons.items()}

"""Errands: what is to be done at a time, once, by whichever worker; kept until it is done, so that no stop loses it.

Whoever says something to somebody does so on an errand: it is claimed, carried out, and then done. A claim is a lease:
a worker that dies lets another take over, which first looks whether the thing was said already (`Errand.is_retry`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, delete, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import ERRANDS

LEASE_SECONDS = 60
"""How long a claim holds, by this machine's clock: a worker that has not carried it out by then has died."""

AT_ONCE = 10
"""Errands that are claimed together."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do at a time.

    Attributes:
        key: Names it; what has been done under a key is not done again.
        kind: What is to be done: ``hold``, ``withdraw``, ``told``…
        team_id: The workspace.
        due_at: When.
        user_id: To whom, where it is to one person.
        details: What it is about, by name; nothing that anybody typed.
        tries: How often it was begun.
    """

    key: str
    kind: str
    team_id: str
    due_at: datetime
    user_id: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0

    @property
    def is_retry(self) -> bool:
        """Whether somebody began it before, and may have carried it out."""
        return self.tries > 1


class Errands:
    """The errands.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, *errands: Errand) -> None:
        """Keep errands, unless there are any under these keys; they are on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction(durable=True) as connection:
            await self.put_within(connection, *errands)

    async def put_within(self, connection: AsyncConnection, *errands: Errand) -> None:
        """The same, as a part of a transaction."""
        if errands:
            insert = self._database.insert(ERRANDS).on_conflict_do_nothing(index_elements=[ERRANDS.c.key])
            await connection.execute(insert, [_as_row(errand) for errand in errands])

    async def claim(self, now: datetime, kinds: Collection[str] = (), most: int = AT_ONCE) -> list[Errand]:
        """Take what is due; nobody else has it for `LEASE_SECONDS`.

        Args:
            now: What time it is for what is due.
            kinds: Which kinds; all, where none is named.
            most: How many at most.

        Raises:
            StorageError: The database does not answer.
        """
        taken_at = datetime.now(UTC)
        abandoned = or_(
            ERRANDS.c.claimed_at.is_(None), ERRANDS.c.claimed_at <= taken_at - timedelta(seconds=LEASE_SECONDS)
        )
        due = select(ERRANDS.c.key).where(not_(ERRANDS.c.done), ERRANDS.c.due_at <= now, abandoned)
        if kinds:
            due = due.where(ERRANDS.c.kind.in_(kinds))
        due = due.order_by(ERRANDS.c.due_at, ERRANDS.c.key).limit(most).with_for_update(skip_locked=True)
        take = (
            update(ERRANDS)
            .where(ERRANDS.c.key.in_(due))
            .values(claimed_at=taken_at, tries=ERRANDS.c.tries + 1)
            .returning(*ERRANDS.c)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(take)).mappings().all()
        return sorted(map(_from_row, rows), key=lambda errand: (errand.due_at, errand.key))

    async def done(self, key: str) -> None:
        """It is carried out.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(update(ERRANDS).where(ERRANDS.c.key == key).values(done=True))

    async def is_done(self, key: str) -> bool:
        """Whether it is carried out, or was never to be.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(ERRANDS.c.key).where(ERRANDS.c.key == key, not_(ERRANDS.c.done))
        async with self._database.transaction() as connection:
            return (await connection.execute(query)).first() is None

    async def later(self, errand: Errand, due_at: datetime) -> None:
        """It could not be carried out: any worker may try again at a time; unless another took it over meanwhile.

        Raises:
            StorageError: The database does not answer.
        """
        still_ours = (ERRANDS.c.key == errand.key, ERRANDS.c.tries == errand.tries, not_(ERRANDS.c.done))
        async with self._database.transaction() as connection:
            await connection.execute(update(ERRANDS).where(*still_ours).values(claimed_at=None, due_at=due_at))

    async def count(self, kind: str) -> int:
        """How many there are of a kind, done or not.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(func.count()).select_from(ERRANDS).where(ERRANDS.c.kind == kind)
        async with self._database.transaction() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def next_due(self, kinds: Collection[str] = ()) -> datetime | None:
        """When the next one that nobody has is due, of some kinds or of all; ``None`` where there is none.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(func.min(ERRANDS.c.due_at)).where(not_(ERRANDS.c.done), ERRANDS.c.claimed_at.is_(None))
        if kinds:
            query = query.where(ERRANDS.c.kind.in_(kinds))
        async with self._database.transaction() as connection:
            due: datetime | None = (await connection.execute(query)).scalar()
        return due

    async def prune(self, before: datetime) -> int:
        """Delete what was done, and was due before a moment: how many.

        Raises:
            StorageError: The database does not answer.
        """
        old = and_(ERRANDS.c.done, ERRANDS.c.due_at < before)
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(ERRANDS).where(old))).rowcount


def _as_row(errand: Errand) -> dict[str, Any]:
    return {
        "key": errand.key,
        "kind": errand.kind,
        "team_id": errand.team_id,
        "user_id": errand.user_id,
        "details": dict(errand.details),
        "due_at": errand.due_at,
        "claimed_at": None,
        "tries": 0,
        "done": False,
    }


def _from_row(row: RowMapping) -> Errand:
    return Errand(row["key"], row["kind"], row["team_id"], row["due_at"], row["user_id"], row["details"], row["tries"])

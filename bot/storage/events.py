"""Seen events: of all deliveries of one message, by event or by timestamp, to whichever worker, one is answered."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, bindparam, delete, not_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.tables import SEEN_EVENTS, Moment

LEASE_SECONDS = 60
"""How long a claim holds before it is done: a worker that has not answered by then has died.

Whoever works on a claim gives up earlier. Slack delivers again at once, after a minute and after five.
"""

KEPT = timedelta(days=1)
"""How long keys are remembered; Slack's last redelivery comes after five minutes."""


class SeenEvents:
    """Who answers what; correct across workers and processes.

    One message of Slack's may come as several events (``app_mention`` and ``message``), each of them several times. A
    delivery names itself by all its keys, such as ``event:Ev0123`` and ``ts:T1:C1:1700000000.000100``; keys that came
    together are one claim, and are done or free together.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        insert = database.insert(SEEN_EVENTS)
        # An abandoned key is taken over; any other stays with whoever has it, and is not returned.
        self._take = insert.on_conflict_do_update(
            index_elements=[SEEN_EVENTS.c.key],
            set_={"claim": insert.excluded.claim, "claimed_at": insert.excluded.claimed_at},
            where=and_(not_(SEEN_EVENTS.c.done), SEEN_EVENTS.c.claimed_at <= bindparam("abandoned", type_=Moment)),
        ).returning(SEEN_EVENTS.c.key)

    async def claim(self, keys: Sequence[str], now: datetime | None = None) -> bool:
        """Whether the caller, and nobody else, is to answer.

        Where any key is done, or in somebody's hands since less than `LEASE_SECONDS`, the answer is no, and the other
        keys are remembered beside it. After a yes the caller answers, and calls `done`; or fails, and calls `release`.

        Args:
            keys: All that name the delivery; at least one.
            now: The moment; for tests.

        Raises:
            StorageError: The database does not answer.
        """
        now = now or datetime.now(UTC)
        claim, wanted = secrets.token_hex(8), sorted(set(keys))  # one order, or two claims could wait for one another
        abandoned = now - timedelta(seconds=LEASE_SECONDS)
        rows = [
            {"key": key, "claim": claim, "claimed_at": now, "done": False, "abandoned": abandoned} for key in wanted
        ]
        async with self._database.transaction() as connection:
            taken = (await connection.execute(self._take, rows)).all()
            won = len(taken) == len(wanted)
            if taken and not won:
                await _hand_over(connection, claim, wanted)
        return won

    async def done(self, keys: Sequence[str]) -> None:
        """The answer has been posted: nobody may claim any of these, or of what came with them, again.

        Raises:
            StorageError: The database does not answer.
        """
        finish = update(SEEN_EVENTS).where(SEEN_EVENTS.c.key.in_(_together(keys))).values(done=True)
        async with self._database.transaction() as connection:
            await connection.execute(finish)

    async def is_done(self, keys: Sequence[str]) -> bool:
        """Whether any of these is answered.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(SEEN_EVENTS.c.key).where(SEEN_EVENTS.c.key.in_(keys), SEEN_EVENTS.c.done).limit(1)
        async with self._database.transaction() as connection:
            return (await connection.execute(query)).first() is not None

    async def release(self, keys: Sequence[str]) -> None:
        """The answer could not be posted: the next delivery may try.

        Raises:
            StorageError: The database does not answer.
        """
        forget = delete(SEEN_EVENTS).where(SEEN_EVENTS.c.key.in_(_together(keys)), not_(SEEN_EVENTS.c.done))
        async with self._database.transaction() as connection:
            await connection.execute(forget)

    async def prune(self, now: datetime) -> int:
        """Forget what is older than a day: how many keys.

        Raises:
            StorageError: The database does not answer.
        """
        old = select(SEEN_EVENTS.c.key).where(SEEN_EVENTS.c.claimed_at < now - KEPT).with_for_update(skip_locked=True)
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(SEEN_EVENTS).where(SEEN_EVENTS.c.key.in_(old)))).rowcount


async def _hand_over(connection: AsyncConnection, claim: str, keys: Sequence[str]) -> None:
    """Put the keys of a lost claim to the claim that won, so that they are done, or abandoned, with it."""
    kept = (SEEN_EVENTS.c.claim, SEEN_EVENTS.c.claimed_at, SEEN_EVENTS.c.done)
    others = select(*kept).where(SEEN_EVENTS.c.key.in_(keys), SEEN_EVENTS.c.claim != claim)
    won = (await connection.execute(others.order_by(*(column.desc() for column in reversed(kept))).limit(1))).one()
    await connection.execute(update(SEEN_EVENTS).where(SEEN_EVENTS.c.claim == claim).values(won._asdict()))


def _together(keys: Sequence[str]) -> Select[tuple[str]]:
    """The keys of the claims that these belong to, locked in the order in which claims lock them."""
    claims = select(SEEN_EVENTS.c.claim).where(SEEN_EVENTS.c.key.in_(keys))
    return (
        select(SEEN_EVENTS.c.key).where(SEEN_EVENTS.c.claim.in_(claims)).order_by(SEEN_EVENTS.c.key).with_for_update()
    )

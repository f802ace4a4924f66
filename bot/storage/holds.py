"""Holds: questions that a channel heard, and what became of them. Neither the text nor who asked is kept.

A hold goes from *waiting* over *speaking* to an end. Each step is one transaction, and an errand carries it on, so a
worker may die between any two: another one goes on from where it stood.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from bot.knowledge.channels import Came
from bot.storage.database import Database
from bot.storage.errands import Errand, Errands
from bot.storage.tables import CHANNELS, ERRANDS, HOLDS, VERDICTS

REMEMBERED = timedelta(days=1)
"""How far back what was said in a channel is told to whoever decides."""

SPOKEN = (Came.SPEAKING, Came.ANSWERED, Came.TAKEN_BACK)
"""What was said in a channel."""

WOULD_HAVE_SPOKEN = (*SPOKEN, Came.WATCHED)
"""The same in one that is watched: as if it were live."""

Said = Sequence[tuple[str, datetime]]
"""What was said, or would have been, in a channel lately: references and moments."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message.

    Attributes:
        team_id: The workspace.
        channel_id: The channel.
        ts: Its timestamp.
    """

    team_id: str
    channel_id: str
    ts: str

    @property
    def key(self) -> str:
        """Names it, e.g. ``T1:C1:1700000000.000100``."""
        return f"{self.team_id}:{self.channel_id}:{self.ts}"


@dataclass(frozen=True, slots=True)
class Hold:
    """A question that a channel heard.

    Attributes:
        place: Where it stands.
        reference: What would answer it, e.g. ``question:scan-duration:ct``.
        came: What became of it.
        heard_at: When it was heard.
        answer_ts: Timestamp of the answer, where there is one.
    """

    place: Place
    reference: str
    came: Came
    heard_at: datetime
    answer_ts: str | None = None


class Holds:
    """The holds.

    Args:
        database: Where they are kept.
        errands: What carries them on.
    """

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    async def hear(self, place: Place, reference: str, now: datetime, due_at: datetime) -> None:
        """Keep that a question was heard, and is due for an answer at a time; unless it is known already.

        Raises:
            StorageError: The database does not answer.
        """
        insert = self._database.insert(HOLDS).on_conflict_do_nothing(index_elements=list(HOLDS.primary_key))
        row = _as_row(place, reference, Came.WAITING, now)
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(insert, row)
            await self._errands.put_within(
                connection,
                Errand(f"hold:{place.key}", "hold", place.team_id, due_at, details=_to_end(place, due_at)),
            )

    async def get(self, place: Place) -> Hold | None:
        """What is known of a question; ``None`` where it was not heard.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(HOLDS).where(*_is(place)))).first()
        return Hold(place, row.reference, Came(row.came), row.heard_at, row.answer_ts) if row else None

    async def hear_anew(self, place: Place, reference: str, due_at: datetime) -> bool:
        """Let a question that was edited wait anew, where it still waits.

        Raises:
            StorageError: The database does not answer.
        """
        edit = update(HOLDS).where(*_is(place), HOLDS.c.came == Came.WAITING.value).values(reference=reference)
        details = _to_end(place, due_at)
        wait = update(ERRANDS).where(ERRANDS.c.key == f"hold:{place.key}").values(due_at=due_at, details=details)
        async with self._database.transaction(durable=True) as connection:
            waits = bool((await connection.execute(edit)).rowcount)
            if waits:
                await connection.execute(wait)
        return waits

    async def begin_to_speak(
        self, hold: Hold, judge: Callable[[Said], Came], now: datetime, *, counts: Sequence[Came] = SPOKEN
    ) -> Came:
        """Decide whether to speak, alone in this channel: what is decided holds for all workers.

        Args:
            hold: The question as it was when the caller read it.
            judge: What is to become of it, by what was said in the channel within a day: ``SPEAKING`` to go on.
            now: The moment.
            counts: What counts as said.

        Returns:
            What became of it; ``SPEAKING`` where the caller is to answer, or a worker that died was about to;
            ``WAITING`` where it was edited since the caller read it.

        Raises:
            StorageError: The database does not answer.
        """
        place = hold.place
        in_channel = (CHANNELS.c.team_id == place.team_id, CHANNELS.c.channel_id == place.channel_id)
        lock = update(CHANNELS).where(*in_channel).values(cap=CHANNELS.c.cap)
        said = select(HOLDS.c.reference, HOLDS.c.settled_at).where(
            HOLDS.c.team_id == place.team_id,
            HOLDS.c.channel_id == place.channel_id,
            HOLDS.c.ts != place.ts,
            or_(HOLDS.c.came.in_([came.value for came in counts]), HOLDS.c.answer_ts.is_not(None)),
            HOLDS.c.settled_at > now - REMEMBERED,
        )
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(lock)
            # Locked, or a withdrawal between reading and writing would be written over.
            read = select(HOLDS.c.came, HOLDS.c.reference, HOLDS.c.muted).where(*_is(place)).with_for_update()
            row = (await connection.execute(read)).first()
            if row is None:
                return Came.GONE
            if row.came == Came.SPEAKING.value and row.muted:
                return Came.MUTED
            if row.came != Came.WAITING.value or row.reference != hold.reference:
                return Came(row.came)
            lately = [(reference, at) for reference, at in (await connection.execute(said)).all()]
            came = judge(lately)
            await connection.execute(update(HOLDS).where(*_is(place)).values(came=came.value, settled_at=now))
        return came

    async def answered(self, place: Place, answer_ts: str) -> Came:
        """Keep that the answer is posted; what became of the question meanwhile stays.

        Raises:
            StorageError: The database does not answer.
        """
        speaking = HOLDS.c.came == Came.SPEAKING.value
        came = case((speaking, Came.ANSWERED.value), else_=HOLDS.c.came)
        keep = update(HOLDS).where(*_is(place)).values(answer_ts=answer_ts, came=came).returning(HOLDS.c.came)
        async with self._database.transaction(durable=True) as connection:
            return Came((await connection.execute(keep)).scalar_one())

    async def settle(self, place: Place, came: Came, now: datetime) -> bool:
        """End a question that waits, or that is being answered.

        Raises:
            StorageError: The database does not answer.
        """
        open_still = HOLDS.c.came.in_([Came.WAITING.value, Came.SPEAKING.value])
        end = update(HOLDS).where(*_is(place), open_still).values(came=came.value, settled_at=now)
        async with self._database.transaction(durable=True) as connection:
            return bool((await connection.execute(end)).rowcount)

    async def withdraw(self, place: Place, came: Came, now: datetime) -> bool:
        """End a question, and have its answer taken away where there is one, or will be in a moment.

        Returns:
            Whether there was anything to end.

        Raises:
            StorageError: The database does not answer.
        """
        spoken = HOLDS.c.came.in_([Came.SPEAKING.value, Came.ANSWERED.value])
        take = update(HOLDS).where(*_is(place), spoken).values(came=came.value)
        wait = (
            update(HOLDS).where(*_is(place), HOLDS.c.came == Came.WAITING.value).values(came=came.value, settled_at=now)
        )
        errand = Errand(f"withdraw:{place.key}", "withdraw", place.team_id, now, details=_details(place))
        async with self._database.transaction(durable=True) as connection:
            # In the order in which a question goes, or one that is decided between the two would be missed by both.
            if (await connection.execute(wait)).rowcount:
                return True
            if (await connection.execute(take)).rowcount:
                await self._errands.put_within(connection, errand)
                return True
        return False

    async def of_answer(self, team_id: str, channel_id: str, answer_ts: str) -> Place | None:
        """The question that an answer belongs to.

        Raises:
            StorageError: The database does not answer.
        """
        where = (HOLDS.c.team_id == team_id, HOLDS.c.channel_id == channel_id, HOLDS.c.answer_ts == answer_ts)
        async with self._database.transaction() as connection:
            ts = (await connection.execute(select(HOLDS.c.ts).where(*where))).scalar()
        return Place(team_id, channel_id, ts) if ts else None

    async def mute(self, place: Place, now: datetime) -> None:
        """Mute the thread of a question, or of an answer: nothing more is said in it unasked.

        Raises:
            StorageError: The database does not answer.
        """
        there = and_(
            HOLDS.c.team_id == place.team_id,
            HOLDS.c.channel_id == place.channel_id,
            or_(HOLDS.c.ts == place.ts, HOLDS.c.answer_ts == place.ts),
        )
        waiting = HOLDS.c.came == Came.WAITING.value
        mute = update(HOLDS).where(there).values(
            muted=True,
            came=case((waiting, Came.MUTED.value), else_=HOLDS.c.came),
            settled_at=case((waiting, now), else_=HOLDS.c.settled_at),
        )  # fmt: skip
        insert = self._database.insert(HOLDS).on_conflict_do_nothing(index_elements=list(HOLDS.primary_key))
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(mute)).rowcount:
                await connection.execute(insert, _as_row(place, "", Came.MUTED, now) | {"muted": True})

    async def is_muted(self, place: Place) -> bool:
        """Whether a thread is muted, by the message at its top.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return bool((await connection.execute(select(HOLDS.c.muted).where(*_is(place)))).scalar())

    async def unjudged(self, team_id: str, channel_id: str, since: datetime) -> list[Hold]:
        """What would have been answered since a moment and was not judged, oldest first.

        Raises:
            StorageError: The database does not answer.
        """
        same = and_(
            VERDICTS.c.team_id == HOLDS.c.team_id,
            VERDICTS.c.channel_id == HOLDS.c.channel_id,
            VERDICTS.c.ts == HOLDS.c.ts,
        )
        query = (
            select(HOLDS)
            .outerjoin(VERDICTS, same)
            .where(
                HOLDS.c.team_id == team_id,
                HOLDS.c.channel_id == channel_id,
                HOLDS.c.came == Came.WATCHED.value,
                HOLDS.c.settled_at >= since,
                VERDICTS.c.ts.is_(None),
            )
            .order_by(HOLDS.c.ts)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Hold(Place(row.team_id, row.channel_id, row.ts), row.reference, Came(row.came), row.heard_at)
            for row in rows
        ]

    async def prune(self, before: datetime) -> int:
        """Delete what was heard before a moment: how many.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            await connection.execute(delete(VERDICTS).where(VERDICTS.c.judged_at < before))
            return (await connection.execute(delete(HOLDS).where(HOLDS.c.heard_at < before))).rowcount


def _is(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (HOLDS.c.team_id == place.team_id, HOLDS.c.channel_id == place.channel_id, HOLDS.c.ts == place.ts)


def _details(place: Place) -> dict[str, str]:
    return {"channel": place.channel_id, "ts": place.ts}


def _to_end(place: Place, due_at: datetime) -> dict[str, str]:
    """What ends a hold: also when it was to end, since an errand that is put off is due later."""
    return _details(place) | {"due": due_at.isoformat()}


def _as_row(place: Place, reference: str, came: Came, now: datetime) -> dict[str, object]:
    return {
        "team_id": place.team_id,
        "channel_id": place.channel_id,
        "ts": place.ts,
        "reference": reference,
        "came": came.value,
        "heard_at": now,
        "settled_at": None if came is Came.WAITING else now,
        "answer_ts": None,
        "muted": False,
    }

"""Channels: what their owners decided, every change with who and when, and how often answers there were right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.knowledge.channels import Came, Hours, Manners, Mode, Precision
from bot.knowledge.questions import Audience
from bot.storage.database import Database
from bot.storage.errands import Errand, Errands
from bot.storage.tables import CHANNEL_CHANGES, CHANNEL_OWNERS, CHANNELS, HOLDS, VERDICTS, VOTES

MOST_CHANGES = 10
"""Changes of a channel that are told at once."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel and what its owners decided.

    Attributes:
        team_id: The workspace.
        channel_id: The channel.
        mode: What the bot does there unasked.
        owners: The people who decide, by their member ids.
        manners: How it is answered.
        trial_began_at: Since when verdicts count; ``None`` before there was any trial.
    """

    team_id: str
    channel_id: str
    mode: Mode = Mode.OFF
    owners: tuple[str, ...] = ()
    manners: Manners = field(default_factory=Manners)
    trial_began_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """That something was decided.

    Attributes:
        at: When.
        user_id: By whom; ``None`` where the bot itself fell below the floor, or the person is forgotten.
        what: In words: ``mode: watch → live``.
    """

    at: datetime
    user_id: str | None
    what: str


class Channels:
    """The channels.

    Args:
        database: Where they are kept.
        errands: What owners are to be told goes there.
    """

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    async def get(self, team_id: str, channel_id: str) -> Channel:
        """A channel; one that nobody decided about is off.

        Raises:
            StorageError: The database does not answer.
        """
        where = (CHANNELS.c.team_id == team_id, CHANNELS.c.channel_id == channel_id)
        found = await self._read(select(CHANNELS).where(*where))
        return found[0] if found else Channel(team_id, channel_id)

    async def listening(self) -> list[Channel]:
        """The channels in which messages are read: those that an owner opted in.

        Raises:
            StorageError: The database does not answer.
        """
        found = await self._read(select(CHANNELS).where(CHANNELS.c.mode != Mode.OFF.value))
        return [channel for channel in found if channel.owners]

    async def all(self) -> list[Channel]:
        """Every channel that somebody decided about.

        Raises:
            StorageError: The database does not answer.
        """
        return await self._read(select(CHANNELS))

    async def save(self, channel: Channel, changes: Sequence[str], by: str, now: datetime) -> None:
        """Keep what was decided, and each change with who and when; it is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(CHANNELS)
        row = _as_row(channel, now)
        others = {name: put.excluded[name] for name in row if name not in {"team_id", "channel_id"}}
        put = put.on_conflict_do_update(index_elements=list(CHANNELS.primary_key), set_=others)
        at = {"team_id": channel.team_id, "channel_id": channel.channel_id}
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, row)
            await connection.execute(
                delete(CHANNEL_OWNERS).where(
                    CHANNEL_OWNERS.c.team_id == channel.team_id, CHANNEL_OWNERS.c.channel_id == channel.channel_id
                )
            )
            if channel.owners:
                await connection.execute(insert(CHANNEL_OWNERS), [at | {"user_id": user} for user in channel.owners])
            if changes:
                rows = [at | {"user_id": by, "at": now, "what": what} for what in changes]
                await connection.execute(insert(CHANNEL_CHANGES), rows)

    async def history(self, team_id: str, channel_id: str) -> list[Change]:
        """The latest changes, newest first.

        Raises:
            StorageError: The database does not answer.
        """
        query = (
            select(CHANNEL_CHANGES.c.at, CHANNEL_CHANGES.c.user_id, CHANNEL_CHANGES.c.what)
            .where(CHANNEL_CHANGES.c.team_id == team_id, CHANNEL_CHANGES.c.channel_id == channel_id)
            .order_by(CHANNEL_CHANGES.c.id.desc())
            .limit(MOST_CHANGES)
        )
        async with self._database.transaction() as connection:
            return [Change(*row) for row in (await connection.execute(query)).all()]

    async def precision(self, channel: Channel) -> Precision:
        """How often answers were right that were judged, or posted and voted on, since the trial began.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return await _precision(connection, channel)

    async def judge(self, channel: Channel, ts: str, user_id: str, *, right: bool, now: datetime) -> Precision:
        """Keep an owner's verdict on what would have been answered, in the place of an earlier one.

        One on what was heard before the trial began is kept, and does not count.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(VERDICTS)
        said = {name: put.excluded[name] for name in ("user_id", "right", "judged_at")}
        put = put.on_conflict_do_update(index_elements=list(VERDICTS.primary_key), set_=said)
        row = {
            "team_id": channel.team_id, "channel_id": channel.channel_id, "ts": ts, "user_id": user_id,
            "right": right, "judged_at": now,
        }  # fmt: skip
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, row)
            return await _precision(connection, channel)

    async def fall_if_below(self, team_id: str, channel_id: str, now: datetime) -> bool:
        """Return a live channel to watch where its answers are right less often than its floor asks, and tell owners.

        Its trial begins anew. Of several workers that find so at once, one does it.

        Returns:
            Whether it fell.

        Raises:
            StorageError: The database does not answer.
        """
        where = (CHANNELS.c.team_id == team_id, CHANNELS.c.channel_id == channel_id)
        lock = update(CHANNELS).where(*where, CHANNELS.c.mode == Mode.LIVE.value).values(mode=Mode.LIVE.value)
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(lock)).rowcount:
                return False
            (channel,) = await _channels(connection, select(CHANNELS).where(*where))
            precision = await _precision(connection, channel)
            if not precision.judged or precision.meets(channel.manners.floor):
                return False
            fall = update(CHANNELS).where(*where).values(mode=Mode.WATCH.value, trial_began_at=now)
            await connection.execute(fall)
            told = f"{precision.right} of {precision.judged} right, below {channel.manners.floor} %"
            change = {"team_id": team_id, "channel_id": channel_id, "at": now, "what": f"mode: live → watch ({told})"}
            await connection.execute(insert(CHANNEL_CHANGES), change)
            stamp = f"{now.timestamp():.3f}"
            details = {"channel": channel_id, "right": str(precision.right), "judged": str(precision.judged)}
            await self._errands.put_within(
                connection,
                *(
                    Errand(f"fell:{team_id}:{channel_id}:{stamp}:{user}", "fell", team_id, now, user, details)
                    for user in channel.owners
                ),
            )
        return True

    async def _read(self, query: Any) -> list[Channel]:
        async with self._database.transaction() as connection:
            return await _channels(connection, query)


async def _channels(connection: AsyncConnection, query: Any) -> list[Channel]:
    rows = (await connection.execute(query.order_by(CHANNELS.c.team_id, CHANNELS.c.channel_id))).all()
    owners: dict[tuple[str, str], list[str]] = {}
    if rows:
        for team, channel, user in await connection.execute(select(CHANNEL_OWNERS).order_by(CHANNEL_OWNERS.c.user_id)):
            owners.setdefault((team, channel), []).append(user)
    return [_from_row(row, owners.get((row.team_id, row.channel_id), ())) for row in rows]


async def _precision(connection: AsyncConnection, channel: Channel) -> Precision:
    if channel.trial_began_at is None:
        return Precision()
    judged = (
        select(VERDICTS.c.right, func.count())
        .join(HOLDS, (HOLDS.c.team_id == VERDICTS.c.team_id) & (HOLDS.c.channel_id == VERDICTS.c.channel_id)
              & (HOLDS.c.ts == VERDICTS.c.ts))
        .where(
            VERDICTS.c.team_id == channel.team_id,
            VERDICTS.c.channel_id == channel.channel_id,
            HOLDS.c.came == Came.WATCHED.value,
            HOLDS.c.heard_at >= channel.trial_began_at,
        )
    )  # fmt: skip
    voted = (
        select(VOTES.c.helpful, func.count())
        .join(HOLDS, (HOLDS.c.team_id == VOTES.c.team_id) & (HOLDS.c.channel_id == VOTES.c.channel_id)
              & (HOLDS.c.answer_ts == VOTES.c.message_ts))
        .where(
            VOTES.c.team_id == channel.team_id,
            VOTES.c.channel_id == channel.channel_id,
            VOTES.c.voted_at >= channel.trial_began_at,
            HOLDS.c.heard_at >= channel.trial_began_at,
        )
    )  # fmt: skip
    rows = [
        *(await connection.execute(judged.group_by(VERDICTS.c.right))).all(),
        *(await connection.execute(voted.group_by(VOTES.c.helpful))).all(),
    ]
    return Precision(
        right=sum(count for is_right, count in rows if is_right),
        wrong=sum(count for is_right, count in rows if not is_right),
    )


def _as_row(channel: Channel, now: datetime) -> dict[str, Any]:
    manners = channel.manners
    return {
        "team_id": channel.team_id,
        "channel_id": channel.channel_id,
        "mode": channel.mode.value,
        "floor": manners.floor,
        "hold_seconds": manners.hold_seconds,
        "hours": _hours_as_json(manners.hours) if manners.hours else None,
        "audiences": sorted(manners.audiences),
        "cap": manners.cap,
        "allows_shared": manners.allows_shared,
        "trial_began_at": channel.trial_began_at or now,
    }


def _from_row(row: Row[Any], owners: Sequence[str]) -> Channel:
    manners = Manners(
        floor=row.floor,
        hold_seconds=row.hold_seconds,
        hours=_hours_from_json(row.hours) if row.hours else None,
        audiences=frozenset(map(Audience, row.audiences)),
        cap=row.cap,
        allows_shared=row.allows_shared,
    )
    return Channel(row.team_id, row.channel_id, Mode(row.mode), tuple(owners), manners, row.trial_began_at)


def _hours_as_json(hours: Hours) -> dict[str, Any]:
    return {
        "opens": hours.opens.strftime("%H:%M"),
        "closes": hours.closes.strftime("%H:%M"),
        "days": sorted(hours.days),
        "tz": hours.tz,
    }


def _hours_from_json(kept: Mapping[str, Any]) -> Hours:
    opens, closes = (time.fromisoformat(kept[name]) for name in ("opens", "closes"))
    return Hours(opens, closes, frozenset(kept["days"]), kept["tz"])

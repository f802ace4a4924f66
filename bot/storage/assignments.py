"""Assignments: who is on which track, how far, and what Slack was asked to send them.

Asking Slack to send what is wanted is an errand, one a version of the plan: a change of plan counts the version up. One
worker at a time has an assignment in hand (`hold`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.knowledge.learning import Assignment, Part, Progress, State
from bot.knowledge.shifts import MOST_LEAVES, Shifts, Span
from bot.storage.database import Database
from bot.storage.errands import LEASE_SECONDS, Errand, Errands
from bot.storage.tables import ASSIGNMENT_PEOPLE, ASSIGNMENT_STEPS, ASSIGNMENTS, IS_UNDER_WAY

AHEAD = timedelta(days=7)
"""How long before it is due Slack is asked to send a step: what nobody has to take back when shifts change. Slack takes
messages for up to 120 days ahead (docs.slack.dev, chat.scheduleMessage)."""

UNDER_WAY = (State.RUNNING.value, State.PAUSED.value)


class ChangedError(Exception):
    """Somebody else changed the plan meanwhile: look again."""


class Assignments:
    """The assignments.

    Args:
        database: Where they are kept.
        errands: What is to be done goes there.
    """

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    async def begin(self, assignment: Assignment, now: datetime) -> bool:
        """Keep an assignment with its plan, and have the learner welcomed; it is on the disk afterwards.

        Args:
            assignment: With the steps of its track, as they are planned.
            now: The moment.

        Returns:
            Whether it was begun; not where the learner is on the track already.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(ASSIGNMENTS).on_conflict_do_nothing()
        people = ((Part.LEAD, assignment.lead), (Part.PRECEPTOR, assignment.preceptor))
        parts = [{"assignment_id": assignment.id, "part": part.value, "user_id": user} for part, user in people if user]
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(put, _as_row(assignment, now))).rowcount:
                return False
            if parts:
                await connection.execute(insert(ASSIGNMENT_PEOPLE), parts)
            await connection.execute(insert(ASSIGNMENT_STEPS), [_step_row(assignment, one) for one in assignment.steps])
            await self._errands.put_within(
                connection,
                _errand("welcome", assignment, now, assignment.user_id),
                _plan_errand(assignment, now),
            )
        return True

    async def get(self, assignment_id: str) -> Assignment | None:
        """An assignment; ``None`` where there is none.

        Raises:
            StorageError: The database does not answer.
        """
        found = await self._read(ASSIGNMENTS.c.id == assignment_id)
        return found[0] if found else None

    async def of_learner(self, team_id: str, user_id: str) -> list[Assignment]:
        """What somebody is on, or was, the latest first.

        Raises:
            StorageError: The database does not answer.
        """
        found = await self._read(ASSIGNMENTS.c.team_id == team_id, ASSIGNMENTS.c.user_id == user_id)
        return sorted(found, key=lambda one: (one.state.is_under_way, one.began_at, one.id), reverse=True)

    async def led_by(self, team_id: str, user_id: str) -> list[Assignment]:
        """Whom somebody leads, or signs off for, those under way first.

        Raises:
            StorageError: The database does not answer.
        """
        theirs = select(ASSIGNMENT_PEOPLE.c.assignment_id).where(ASSIGNMENT_PEOPLE.c.user_id == user_id)
        found = await self._read(ASSIGNMENTS.c.team_id == team_id, ASSIGNMENTS.c.id.in_(theirs))
        return sorted(found, key=lambda one: (not one.state.is_under_way, one.began_at, one.id))

    async def under_way(self) -> list[Assignment]:
        """Every assignment that may go on.

        Raises:
            StorageError: The database does not answer.
        """
        return await self._read(IS_UNDER_WAY)

    async def learners(self) -> set[tuple[str, str]]:
        """Who is on a track, by workspace and person.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(ASSIGNMENTS.c.team_id, ASSIGNMENTS.c.user_id).where(ASSIGNMENTS.c.state.in_(UNDER_WAY))
        async with self._database.transaction() as connection:
            return {(team, user) for team, user in await connection.execute(query)}

    async def change(self, before: Assignment, after: Assignment, now: datetime) -> Assignment:
        """Keep another plan, state, or shifts, and have what is not sent yet sent by it; it is on the disk afterwards.

        Args:
            before: As it was read.
            after: As it is to be, with the moments wanted of its steps.
            now: The moment.

        Returns:
            It, under its new version.

        Raises:
            ChangedError: Somebody else changed it meanwhile.
            StorageError: The database does not answer.
        """
        after = replace(after, version=before.version + 1)
        row = _as_row(after, now)
        kept = {name: row[name] for name in ("state", "starts_on", "shifts", "shares", "version", "ended_at")}
        same = and_(ASSIGNMENTS.c.id == before.id, ASSIGNMENTS.c.version == before.version)
        old = {step.step_id: step for step in before.steps}
        new = [step for step in after.steps if step.step_id not in old]
        gone = [step for name, step in old.items() if name not in {one.step_id for one in after.steps}]
        changed = [step for step in after.steps if step.step_id in old and _plan(old[step.step_id]) != _plan(step)]
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(update(ASSIGNMENTS).where(same).values(kept))).rowcount:
                raise ChangedError
            for step in changed:
                await connection.execute(
                    update(ASSIGNMENT_STEPS).where(_is(after.id, step.step_id)).values(_plan(step))
                )
            if new:
                await connection.execute(insert(ASSIGNMENT_STEPS), [_step_row(after, step) for step in new])
            for step in gone:
                await connection.execute(delete(ASSIGNMENT_STEPS).where(_is(after.id, step.step_id)))
            await self._errands.put_within(
                connection,
                _plan_errand(after, now),  # whatever changed: that of the version before is not for this one
                *(
                    _take_back(after.team_id, step.channel_id, step.scheduled_id, now)
                    for step in gone
                    if step.channel_id and step.scheduled_id and not step.is_sent(now)
                ),
                *(_finished(after, now) if after.state is State.FINISHED else ()),
            )
        return after

    async def hold(self, assignment_id: str) -> bool:
        """Take an assignment in hand, unless another worker has it: nobody else schedules its steps meanwhile.

        Raises:
            StorageError: The database does not answer.
        """
        now = datetime.now(UTC)
        is_free = or_(ASSIGNMENTS.c.held_until.is_(None), ASSIGNMENTS.c.held_until <= now)
        take = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == assignment_id, is_free)
        async with self._database.transaction() as connection:
            held = take.values(held_until=now + timedelta(seconds=LEASE_SECONDS))
            return bool((await connection.execute(held)).rowcount)

    async def let_go(self, assignment_id: str) -> None:
        """Let go of an assignment.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            free = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == assignment_id).values(held_until=None)
            await connection.execute(free)

    async def settle(
        self, assignment_id: str, step_id: str, channel_id: str, sending: tuple[str, datetime, str] | None
    ) -> bool:
        """Keep what Slack will send of a step; it is on the disk afterwards.

        Args:
            assignment_id: Whose.
            step_id: Of which.
            channel_id: The learner's conversation with the bot.
            sending: Slack's id of the message, when it is sent, and its text, which is not kept; ``None`` for nothing.

        Returns:
            Whether the step is still there; not where its learner was forgotten meanwhile.

        Raises:
            StorageError: The database does not answer.
        """
        scheduled_id, scheduled_at, _ = sending or (None, None, "")
        values = {"channel_id": channel_id, "scheduled_id": scheduled_id, "scheduled_at": scheduled_at}
        async with self._database.transaction(durable=True) as connection:
            kept = update(ASSIGNMENT_STEPS).where(_is(assignment_id, step_id)).values(values)
            return bool((await connection.execute(kept)).rowcount)

    async def do(self, assignment: Assignment, step_id: str, now: datetime) -> bool:
        """A step is done; with the last of them the assignment is, and those who should know are told.

        It is on the disk afterwards.

        Returns:
            Whether it was not done before.

        Raises:
            StorageError: The database does not answer.
        """
        lock = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == assignment.id).values(id=assignment.id)
        undone = _is(assignment.id, step_id) & ASSIGNMENT_STEPS.c.done_at.is_(None)
        left = (
            select(func.count())
            .select_from(ASSIGNMENT_STEPS)
            .where(ASSIGNMENT_STEPS.c.assignment_id == assignment.id, ASSIGNMENT_STEPS.c.done_at.is_(None))
        )
        finish = (
            update(ASSIGNMENTS)
            .where(ASSIGNMENTS.c.id == assignment.id, IS_UNDER_WAY)
            .values(state=State.FINISHED.value, ended_at=now)
        )
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(lock)
            if not (await connection.execute(update(ASSIGNMENT_STEPS).where(undone).values(done_at=now))).rowcount:
                return False
            if not (await connection.execute(left)).scalar_one() and (await connection.execute(finish)).rowcount:
                await self._errands.put_within(connection, *_finished(assignment, now))
        return True

    async def take_back_within(self, connection: AsyncConnection, user_id: str, now: datetime) -> None:
        """Have what Slack would still send somebody taken back, whose steps are about to be deleted.

        What was sent already is among it, since what time it is in Slack is not known here; Slack says so then.
        """
        waiting = select(ASSIGNMENT_STEPS.c.channel_id, ASSIGNMENT_STEPS.c.scheduled_id).where(
            ASSIGNMENT_STEPS.c.user_id == user_id, ASSIGNMENT_STEPS.c.scheduled_id.is_not(None)
        )
        rows = (await connection.execute(waiting)).all()
        await self._errands.put_within(connection, *(_take_back("", *row, now) for row in rows))

    @staticmethod
    async def orphans_within(connection: AsyncConnection) -> int:
        """Delete the people of assignments that are gone: how many rows."""
        there = select(ASSIGNMENTS.c.id)
        gone = [
            await connection.execute(delete(table).where(table.c.assignment_id.not_in(there)))
            for table in (ASSIGNMENT_PEOPLE, ASSIGNMENT_STEPS)
        ]
        return sum(result.rowcount for result in gone)

    async def prune(self, before: datetime) -> int:
        """Delete what was finished or stopped before a moment: how many assignments.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            old = await connection.execute(delete(ASSIGNMENTS).where(ASSIGNMENTS.c.ended_at < before))
            await self.orphans_within(connection)
        return old.rowcount

    async def _read(self, *where: Any) -> list[Assignment]:
        ids = select(ASSIGNMENTS.c.id).where(*where)
        steps = select(ASSIGNMENT_STEPS).where(ASSIGNMENT_STEPS.c.assignment_id.in_(ids))
        people = select(ASSIGNMENT_PEOPLE).where(ASSIGNMENT_PEOPLE.c.assignment_id.in_(ids))
        async with self._database.transaction() as connection:
            rows = (await connection.execute(select(ASSIGNMENTS).where(*where))).all()
            if not rows:
                return []
            of_steps = _grouped((await connection.execute(steps.order_by(ASSIGNMENT_STEPS.c.on_shift))).all())
            of_people = _grouped((await connection.execute(people)).all())
        return [_from_row(row, of_steps.get(row.id, ()), of_people.get(row.id, ())) for row in rows]


def _is(assignment_id: str, step_id: str) -> Any:
    return and_(ASSIGNMENT_STEPS.c.assignment_id == assignment_id, ASSIGNMENT_STEPS.c.step_id == step_id)


def _plan(step: Progress) -> dict[str, Any]:
    """What a change of plan may change of a step."""
    return {"on_shift": step.on_shift, "wanted_at": step.wanted_at}


def _errand(kind: str, assignment: Assignment, now: datetime, user_id: str) -> Errand:
    details = {"assignment": assignment.id}
    return Errand(f"{kind}:{assignment.id}:{user_id}", kind, assignment.team_id, now, user_id, details)


def _finished(assignment: Assignment, now: datetime) -> list[Errand]:
    """The learner and the lead are told."""
    people = dict.fromkeys(filter(None, (assignment.user_id, assignment.lead)))
    return [_errand("finished", assignment, now, user) for user in people]


def _take_back(team_id: str, channel_id: str, message_id: str, now: datetime) -> Errand:
    """Slack is not to send a message, of which nothing is kept any more; it names a conversation and no person."""
    details = {"channel": channel_id, "message": message_id}
    return Errand(f"unschedule:{message_id}", "unschedule", team_id, now, None, details)


def _plan_errand(assignment: Assignment, now: datetime) -> Errand:
    """Slack is to be asked to send what is wanted under this version, and to send nothing else."""
    details = {"assignment": assignment.id, "version": str(assignment.version)}
    key = f"plan:{assignment.id}:{assignment.version}"
    return Errand(key, "plan", assignment.team_id, now, assignment.user_id, details)


def _grouped(rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault(row.assignment_id, []).append(row)
    return grouped


def _as_row(assignment: Assignment, now: datetime) -> dict[str, Any]:
    return {
        "id": assignment.id,
        "team_id": assignment.team_id,
        "user_id": assignment.user_id,
        "track_id": assignment.track_id,
        "state": assignment.state.value,
        "starts_on": assignment.starts_on.isoformat(),
        "shifts": _shifts_as_json(assignment.shifts),
        "shares": assignment.shares,
        "version": assignment.version,
        "began_at": assignment.began_at or now,
        "ended_at": assignment.ended_at,
    }


def _step_row(assignment: Assignment, step: Progress) -> dict[str, Any]:
    return {
        "assignment_id": assignment.id,
        "step_id": step.step_id,
        "user_id": assignment.user_id,
        "on_shift": step.on_shift,
        "wanted_at": step.wanted_at,
    }


def _from_row(row: Row[Any], steps: Sequence[Row[Any]], people: Sequence[Row[Any]]) -> Assignment:
    parts = {one.part: one.user_id for one in people}
    return Assignment(
        id=row.id,
        team_id=row.team_id,
        user_id=row.user_id,
        track_id=row.track_id,
        starts_on=date.fromisoformat(row.starts_on),
        shifts=_shifts_from_json(row.shifts),
        state=State(row.state),
        shares=row.shares,
        lead=parts.get(Part.LEAD.value),
        preceptor=parts.get(Part.PRECEPTOR.value),
        version=row.version,
        steps=tuple(
            Progress(
                one.step_id,
                one.on_shift,
                one.wanted_at,
                one.channel_id,
                one.scheduled_id,
                one.scheduled_at,
                one.done_at,
            )
            for one in steps
        ),
        began_at=row.began_at,
        ended_at=row.ended_at,
    )


def _shifts_as_json(shifts: Shifts) -> dict[str, Any]:
    told: Callable[[time], str] = lambda at: at.strftime("%H:%M")  # noqa: E731
    return {
        "begins": told(shifts.begins),
        "ends": told(shifts.ends),
        "days": sorted(shifts.days),
        "tz": shifts.tz,
        "cycle": list(shifts.cycle) if shifts.cycle else None,
        "anchor": shifts.anchor.isoformat(),
        "quiet": list(map(told, shifts.quiet)) if shifts.quiet else None,
        "leaves": [[leave.first.isoformat(), leave.last.isoformat()] for leave in shifts.leaves[-MOST_LEAVES:]],
    }


def _shifts_from_json(kept: Mapping[str, Any]) -> Shifts:
    return Shifts(
        begins=time.fromisoformat(kept["begins"]),
        ends=time.fromisoformat(kept["ends"]),
        days=frozenset(kept["days"]),
        tz=kept["tz"],
        cycle=tuple(kept["cycle"]) if kept["cycle"] else None,
        anchor=date.fromisoformat(kept["anchor"]),
        quiet=_both(map(time.fromisoformat, kept["quiet"])) if kept["quiet"] else None,
        leaves=tuple(Span(*map(date.fromisoformat, leave)) for leave in kept["leaves"]),
    )


def _both(times: Iterable[time]) -> tuple[time, time]:
    first, second = times
    return first, second

"""Opened: which cards learners and followers opened, and what those said then, so that a change can be shown to them.

Of nobody else: whoever may not be kept by the time a batch is written is left out of it, so that neither stopping nor
being forgotten leaves a row behind. Rows are batched, since no answer waits for them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, func, or_, select, update

from bot.storage.database import Database
from bot.storage.tables import ASSIGNMENTS, FOLLOWERS, IS_UNDER_WAY, OPENED

Texts = Mapping[str, Mapping[str, str]]
"""Id of a record to its name and its fields that are watched, each with its text; ``""`` where it says nothing."""

FEWEST_PEOPLE = 5
"""People who must have opened an answer before it is told that they did: of fewer one could tell who it was."""

MOST_WAITING = 10_000
"""Rows that wait to be written at most; what comes beyond is not kept."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """That somebody opened a card.

    Attributes:
        answer: What was opened: ``short:mri``, ``question:scan-duration:ct``, ``compared:ct,mri``.
        opened_at: When last.
        seen: What was watched of it when they opened it first, or took a change as seen.
    """

    answer: str
    opened_at: datetime
    seen: Texts


class Opened:
    """The cards that were opened.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Key, Opening] = {}
        names = [column.name for column in OPENED.c]
        given = [bindparam(f"new_{column.name}", type_=column.type) for column in OPENED.c]
        put = database.insert(OPENED).from_select(names, select(*given).where(_may_be_kept()))
        # A change stays until it was taken as seen: a short card that is opened again may not show the field.
        self._put = put.on_conflict_do_update(
            index_elements=list(OPENED.primary_key),
            set_={"opened_at": put.excluded.opened_at, "seen": func.coalesce(OPENED.c.seen, put.excluded.seen)},
        )

    def note(self, team_id: str, user_id: str, opening: Opening) -> None:
        """Take a row to be written by the next `flush`. Never waits; where too many wait, it is not kept."""
        key = team_id, user_id, opening.answer
        earlier = self._waiting.get(key)
        if earlier is not None:
            self._waiting[key] = Opening(opening.answer, opening.opened_at, earlier.seen)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting[key] = opening

    async def flush(self) -> None:
        """Write what waits.

        Raises:
            StorageError: The database does not answer; what waits is kept for the next time.
        """
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, {}
        try:
            async with self._database.transaction() as connection:
                for key in sorted(waiting):
                    await connection.execute(self._put, _as_row(*key, waiting[key]))
        except Exception:
            meanwhile, self._waiting = self._waiting, waiting
            for (team_id, user_id, _), opening in meanwhile.items():
                self.note(team_id, user_id, opening)
            raise

    async def followers(self) -> set[tuple[str, str]]:
        """Workspace and person of all who asked to be shown changes.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(FOLLOWERS.c.team_id, FOLLOWERS.c.user_id)
        async with self._database.transaction() as connection:
            return {(team, user) for team, user in (await connection.execute(query)).all()}

    async def is_following(self, team_id: str, user_id: str) -> bool:
        """Whether somebody asked to be shown changes.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(FOLLOWERS.c.since).where(*_of(FOLLOWERS, team_id, user_id))
        async with self._database.transaction() as connection:
            return (await connection.execute(query)).first() is not None

    async def follow(self, team_id: str, user_id: str, now: datetime) -> None:
        """Keep that somebody wants to be shown changes. It is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        put = self._database.insert(FOLLOWERS).on_conflict_do_nothing()
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(put, {"team_id": team_id, "user_id": user_id, "since": now})

    async def unfollow(self, team_id: str, user_id: str) -> None:
        """Forget that somebody wanted to be shown changes, and what they opened. It is off the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        self._waiting = {key: row for key, row in self._waiting.items() if key[:2] != (team_id, user_id)}
        async with self._database.transaction(durable=True) as connection:
            for table in (FOLLOWERS, OPENED):  # first what lets others write
                await connection.execute(delete(table).where(*_of(table, team_id, user_id)))

    async def by(self, team_id: str, user_id: str) -> list[Opening]:
        """What somebody opened, the latest first.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(OPENED.c.answer, OPENED.c.opened_at, OPENED.c.seen).where(*_of(OPENED, team_id, user_id))
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query.order_by(OPENED.c.opened_at.desc(), OPENED.c.answer))).all()
        return [Opening(answer, opened_at, seen or {}) for answer, opened_at, seen in rows]

    async def take_as_seen(self, team_id: str, user_id: str, record: str, texts: Mapping[str, str] | None) -> None:
        """Keep what a record says by now as what somebody saw of it, in every answer that showed it.

        Args:
            team_id: The workspace.
            user_id: Who saw it.
            record: Its id.
            texts: Its fields; ``None`` where the record is gone: then it is watched no more.

        Raises:
            StorageError: The database does not answer.
        """
        mine = _of(OPENED, team_id, user_id)
        lock = update(OPENED).where(*mine).values(opened_at=OPENED.c.opened_at)
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(lock)
            rows = (await connection.execute(select(OPENED.c.answer, OPENED.c.seen).where(*mine))).all()
            for answer, kept in rows:
                seen = dict(kept or {})
                watched = seen.pop(record, None)
                if watched is None:
                    continue
                if texts is not None:
                    seen[record] = {field: texts.get(field, "") for field in watched}
                this = (*mine, OPENED.c.answer == answer)
                await connection.execute(update(OPENED).where(*this).values(seen=seen) if seen
                                         else delete(OPENED).where(*this))  # fmt: skip

    async def asked_by(self, team_id: str, user_ids: Collection[str], since: datetime) -> list[tuple[str, int]]:
        """What some people opened since a moment, and how many of them; the most first.

        Of what fewer than `FEWEST_PEOPLE` opened nothing is told.

        Raises:
            StorageError: The database does not answer.
        """
        people = func.count(OPENED.c.user_id.distinct())
        query = (
            select(OPENED.c.answer, people)
            .where(OPENED.c.team_id == team_id, OPENED.c.user_id.in_(user_ids), OPENED.c.opened_at >= since)
            .group_by(OPENED.c.answer)
            .having(people >= FEWEST_PEOPLE)
            .order_by(people.desc(), OPENED.c.answer)
        )
        async with self._database.transaction() as connection:
            return [(answer, int(count)) for answer, count in (await connection.execute(query)).all()]

    async def prune(self, before: datetime) -> int:
        """Delete what was opened last before a moment: how many rows.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            return (await connection.execute(delete(OPENED).where(OPENED.c.opened_at < before))).rowcount


def _may_be_kept() -> ColumnElement[bool]:
    """Whether the person of a new row follows, or learns, now.

    What says so is held until the row is written: else a row could outlive that its person is forgotten meanwhile.
    """
    who = [(name, bindparam(f"new_{name}", type_=OPENED.c[name].type)) for name in ("team_id", "user_id")]
    follows = select(FOLLOWERS.c.since).where(*(FOLLOWERS.c[name] == value for name, value in who))
    learns = select(ASSIGNMENTS.c.id).where(IS_UNDER_WAY, *(ASSIGNMENTS.c[name] == value for name, value in who))
    return or_(*(exists(one.with_for_update(read=True, key_share=True)) for one in (follows, learns)))


def _of(table: Table, team_id: str, user_id: str) -> Sequence[ColumnElement[bool]]:
    return table.c.team_id == team_id, table.c.user_id == user_id


def _as_row(team_id: str, user_id: str, answer: str, opening: Opening) -> dict[str, object]:
    return {
        "new_team_id": team_id,
        "new_user_id": user_id,
        "new_answer": answer,
        "new_opened_at": opening.opened_at,
        "new_seen": {record: dict(texts) for record, texts in opening.seen.items()},
    }

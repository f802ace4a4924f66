"""Drafts: answers written in Slack, until a second person approves them; and the records that became of them.

Approving is one transaction: the draft is approved, its record is published under the next revision, and whoever waited
for it is to be told. Every worker looks at the revision and serves the records behind it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, Update, select, update

from bot.storage.database import Database
from bot.storage.errands import Errand, Errands
from bot.storage.gaps import Gaps
from bot.storage.tables import DRAFTS, RECORDS, REVISIONS

KNOWLEDGE = "knowledge"
"""Name of the revision of the records that were written in Slack."""


class MovedError(Exception):
    """Something else was published since a draft was checked: it has to be checked again."""


class State(StrEnum):
    """How far a draft is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that somebody wrote.

    Attributes:
        id: Names it.
        team_id: The workspace.
        channel_id: The channel whose gap it closes; empty for one of no channel.
        gap: The gap; empty for none.
        record_id: The id of its record.
        files: Its record and its source: YAML by file name.
        user_id: Who wrote it.
        state: How far it is.
    """

    id: str
    team_id: str
    channel_id: str
    gap: str
    record_id: str
    files: Mapping[str, str]
    user_id: str
    state: State = State.PROPOSED


def draft_id_of(form_id: str, files: Mapping[str, str]) -> str:
    """The id of what was submitted: whoever submits the same again, since no answer reached them, has one draft.

    Args:
        form_id: Slack's id of the form, as it was opened once.
        files: What was made of it.
    """
    submitted = json.dumps([form_id, sorted(files.items())])
    return blake2b(submitted.encode(), digest_size=6).hexdigest()


class Drafts:
    """The drafts, and the records that were published.

    Args:
        database: Where they are kept.
        errands: What is to be said goes there.
    """

    def __init__(self, database: Database, errands: Errands) -> None:
        self._database = database
        self._errands = errands

    async def propose(self, draft: Draft, reviewers: tuple[str, ...], now: datetime) -> None:
        """Keep a draft, and have those who may approve it asked; it is on the disk afterwards.

        Raises:
            StorageError: The database does not answer.
        """
        row = {
            "id": draft.id,
            "team_id": draft.team_id,
            "channel_id": draft.channel_id,
            "gap": draft.gap,
            "record_id": draft.record_id,
            "files": dict(draft.files),
            "state": State.PROPOSED.value,
            "user_id": draft.user_id,
            "proposed_at": now,
        }
        insert = self._database.insert(DRAFTS).on_conflict_do_nothing(index_elements=[DRAFTS.c.id])
        async with self._database.transaction(durable=True) as connection:
            await connection.execute(insert, row)
            await self._errands.put_within(
                connection,
                *(
                    Errand(f"review:{draft.id}:{user}", "review", draft.team_id, now, user, {"draft": draft.id})
                    for user in reviewers
                ),
            )

    async def get(self, draft_id: str) -> Draft | None:
        """A draft; ``None`` where there is none.

        Raises:
            StorageError: The database does not answer.
        """
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(DRAFTS).where(DRAFTS.c.id == draft_id))).first()
        return _from_row(row) if row else None

    async def proposed(self) -> list[Draft]:
        """The drafts that wait for a decision.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(DRAFTS).where(DRAFTS.c.state == State.PROPOSED.value).order_by(DRAFTS.c.id)
        async with self._database.transaction() as connection:
            return [_from_row(row) for row in (await connection.execute(query)).all()]

    async def approve(self, draft: Draft, now: datetime, revision: int) -> bool:
        """Publish a draft, and have its author and whoever waited for it told; it is on the disk afterwards.

        Args:
            draft: The draft.
            now: The moment.
            revision: The revision that it was checked with.

        Returns:
            Whether it was still to be decided; of several who approve at once, one does it.

        Raises:
            MovedError: There is another revision by now, or a record of that id.
            StorageError: The database does not answer.
        """
        publish = self._database.insert(RECORDS).on_conflict_do_nothing(index_elements=[RECORDS.c.record_id])
        first = self._database.insert(REVISIONS).on_conflict_do_nothing(index_elements=[REVISIONS.c.name])
        count = (
            update(REVISIONS)
            .where(REVISIONS.c.name == KNOWLEDGE, REVISIONS.c.number == revision)
            .values(number=revision + 1)
        )
        about = {"draft": draft.id, "record": draft.record_id}
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(_decide(draft.id, State.APPROVED))).rowcount:
                return False
            await connection.execute(first, {"name": KNOWLEDGE, "number": 0})
            row = {"record_id": draft.record_id, "files": dict(draft.files), "published_at": now}
            for step in (count, publish.values(row)):
                if not (await connection.execute(step)).rowcount:
                    raise MovedError  # which takes all of it back
            waiting = await Gaps.release_within(connection, draft.gap, now) if draft.gap else []
            await self._errands.put_within(
                connection,
                Errand(f"published:{draft.id}", "published", draft.team_id, now, draft.user_id, about),
                *(Errand(f"told:{draft.id}:{team}:{user}", "told", team, now, user, about) for team, user in waiting),
            )
        return True

    async def found(self, gap: str, record_id: str, now: datetime) -> None:
        """Close a gap that somebody closed in a file of the packs: whoever waited for it is to be told.

        Raises:
            StorageError: The database does not answer.
        """
        stamp = f"{now.timestamp():.3f}"
        async with self._database.transaction(durable=True) as connection:
            waiting = await Gaps.release_within(connection, gap, now)
            await self._errands.put_within(
                connection,
                *(
                    Errand(f"told:{record_id}:{stamp}:{team}:{user}", "told", team, now, user, {"record": record_id})
                    for team, user in waiting
                ),
            )

    async def decline(self, draft: Draft, now: datetime) -> bool:
        """Send a draft back to its author; whether it was still to be decided.

        Raises:
            StorageError: The database does not answer.
        """
        errand = Errand(
            f"declined:{draft.id}", "declined", draft.team_id, now, draft.user_id,
            {"draft": draft.id, "record": draft.record_id},
        )  # fmt: skip
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(_decide(draft.id, State.DECLINED))).rowcount:
                return False
            await self._errands.put_within(connection, errand)
        return True

    async def revision(self) -> int:
        """The revision of the records that were written in Slack; 0 where there is none.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(REVISIONS.c.number).where(REVISIONS.c.name == KNOWLEDGE)
        async with self._database.transaction() as connection:
            return int((await connection.execute(query)).scalar() or 0)

    async def records(self) -> dict[str, Mapping[str, str]]:
        """The files of every record that was published, by its id.

        Raises:
            StorageError: The database does not answer.
        """
        query = select(RECORDS.c.record_id, RECORDS.c.files).order_by(RECORDS.c.record_id)
        async with self._database.transaction() as connection:
            return {row.record_id: row.files for row in (await connection.execute(query)).all()}


def _from_row(row: Row[Any]) -> Draft:
    return Draft(row.id, row.team_id, row.channel_id, row.gap, row.record_id, row.files, row.user_id, State(row.state))


def _decide(draft_id: str, state: State) -> Update:
    return (
        update(DRAFTS).where(DRAFTS.c.id == draft_id, DRAFTS.c.state == State.PROPOSED.value).values(state=state.value)
    )

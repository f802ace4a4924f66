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

from sqlalchemy import Update, select, update

from bot.storage.database import Database
from bot.storage.errands import Errand, Errands
from bot.storage.gaps import Gaps
from bot.storage.tables import DRAFTS, RECORDS, REVISIONS

KNOWLEDGE = "knowledge"
"""Name of the revision of the records that were written in Slack."""


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
        if row is None:
            return None
        return Draft(
            row.id, row.team_id, row.channel_id, row.gap, row.record_id, row.files, row.user_id, State(row.state)
        )

    async def approve(self, draft: Draft, now: datetime) -> bool:
        """Publish a draft, and have its author and whoever waited for it told; it is on the disk afterwards.

        Returns:
            Whether it was still to be decided; of several who approve at once, one does it.

        Raises:
            StorageError: The database does not answer.
        """
        records, revisions = self._database.insert(RECORDS), self._database.insert(REVISIONS)
        publish = records.on_conflict_do_update(
            index_elements=[RECORDS.c.record_id],
            set_={name: records.excluded[name] for name in ("files", "published_at")},
        )
        count = revisions.on_conflict_do_update(
            index_elements=[REVISIONS.c.name], set_={"number": REVISIONS.c.number + 1}
        )
        about = {"draft": draft.id, "record": draft.record_id}
        async with self._database.transaction(durable=True) as connection:
            if not (await connection.execute(_decide(draft.id, State.APPROVED))).rowcount:
                return False
            row = {"record_id": draft.record_id, "files": dict(draft.files), "published_at": now}
            await connection.execute(publish, row)
            await connection.execute(count, {"name": KNOWLEDGE, "number": 1})
            waiting = await Gaps.release_within(connection, draft.gap, now) if draft.gap else []
            await self._errands.put_within(
                connection,
                Errand(f"published:{draft.id}", "published", draft.team_id, now, draft.user_id, about),
                *(Errand(f"told:{draft.id}:{team}:{user}", "told", team, now, user, about) for team, user in waiting),
            )
        return True

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


def _decide(draft_id: str, state: State) -> Update:
    return (
        update(DRAFTS).where(DRAFTS.c.id == draft_id, DRAFTS.c.state == State.PROPOSED.value).values(state=state.value)
    )

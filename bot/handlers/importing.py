"""``/reading-room import``: what a team has already is pasted, held against the pack, and proposed row by row.

Holding it against the pack takes longer than Slack waits, so the form says that it is busy, and is changed when that is
done. Between two looks nothing is kept but what stands in the form.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import importing as cards
from bot.cards.channels import name_of
from bot.cards.drafting import OWNER, PUBLISHER, TITLE, URL
from bot.cards.gaps import not_an_owner_card
from bot.clock import moment
from bot.core.admitting import turned_away
from bot.core.importing import Given, JudgedRow, RowOutcome, judge
from bot.errors import ReadingRoomError
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload, bind, team_of
from bot.handlers.courier import RefusedError
from bot.handlers.drafting import NOT_YOURS, PRIVATE, Studio, may_write, typed_in
from bot.handlers.journal import log_fault
from bot.handlers.replies import Replies
from bot.knowledge.importing import ImportedRow, read_rows
from bot.knowledge.pack import Pack
from bot.names import Modal
from bot.storage.drafts import Draft, draft_id_of

logger = logging.getLogger(__name__)


def register(app: AsyncApp, *, studio: Studio, replies: Replies) -> None:
    """Listen to the form being submitted."""
    app.view_submission(Modal.IMPORT.value)(bind(go_on, studio=studio, replies=replies))


async def open_form(ack: AsyncAck, command: Payload, *, studio: Studio) -> None:
    """Open the form, for owners of channels and workspace admins."""
    office = studio.office
    if not await may_write(office, str(command["team_id"]), str(command["user_id"])):
        await ack(not_an_owner_card(office.desk.prefix))
        return
    view = cards.import_modal({OWNER: office.desk.library.pack.info.contact.name})
    await office.courier.call("views_open", trigger_id=str(command["trigger_id"]), view=view)
    await ack()


async def go_on(ack: AsyncAck, body: Payload, view: Payload, *, studio: Studio, replies: Replies) -> None:
    """Say that it takes a while, and look at what was pasted; or propose what is new of it."""
    typed = typed_in(view)
    chosen = view["state"]["values"].get(cards.ACT, {}).get(cards.ACT, {}).get("selected_option") or {}
    team_id, user_id = team_of(body), str(body["user"]["id"])
    if not await may_write(studio.office, team_id, user_id):
        await ack(response_action="errors", errors={cards.PASTED: NOT_YOURS})
        return
    wrong = {name: PRIVATE for name in (TITLE, PUBLISHER, OWNER) if turned_away(typed.get(name, ""))}
    rows: Sequence[ImportedRow] = ()
    try:
        rows = read_rows(typed.get(cards.PASTED, "").encode()).rows
    except ReadingRoomError as error:
        wrong[cards.PASTED] = f"{str(error)[:1].upper()}{str(error)[1:]}."
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    await ack(response_action="update", view=cards.busy_modal())
    import_ = _Import(studio, team_id, user_id, str(view["id"]), typed=typed, rows=rows)
    replies.begin(import_.propose() if chosen.get("value") == cards.PROPOSE else import_.check())


class _Import:
    """One look at what was pasted.

    Args:
        studio: Where answers are written.
        team_id: The workspace.
        user_id: Whose it is.
        view_id: The form.
        typed: What stands in its fields.
        rows: What was pasted, as it was read.
    """

    def __init__(
        self,
        studio: Studio,
        team_id: str,
        user_id: str,
        view_id: str,
        *,
        typed: Mapping[str, str],
        rows: Sequence[ImportedRow],
    ) -> None:
        self._studio = studio
        self._team_id = team_id
        self._user_id = user_id
        self._view_id = view_id
        self._typed = typed
        self._rows = rows

    async def check(self) -> None:
        """Show what each row comes to."""
        try:
            judged = await self._judge()
        except Exception as error:  # noqa: BLE001 - the form must not stay busy
            await self._fail(error)
            return
        pack = self._studio.office.desk.library.pack
        await self._show(cards.import_modal(self._typed, [_told(row, pack) for row in judged]))

    async def propose(self) -> None:
        """Propose what is new, each row for itself; rows that were proposed from this form before stay one draft."""
        office = self._studio.office
        try:
            reviewers = await self._studio.reviewers(self._team_id, self._user_id)
            new = [row for row in await self._judge() if row.outcome is RowOutcome.NEW and row.id]
            for row in new:
                draft_id = draft_id_of(self._view_id, row.files)
                draft = Draft(draft_id, self._team_id, "", "", str(row.id), row.files, self._user_id)
                await office.store.drafts.propose(draft, reviewers, moment(office.clock))
        except Exception as error:  # noqa: BLE001 - the form must not stay busy
            await self._fail(error)
            return
        office.attendant.wake()
        others = len(set(reviewers) - {self._user_id})
        await self._show(cards.proposed_modal([row.question or "" for row in new], is_alone=others == 0))

    async def _fail(self, error: Exception) -> None:
        """Show the form again with all that was typed, and an apology with the reference that the log has."""
        reference = log_fault("an import", error)
        said = f"Something went wrong on our side; nothing you typed is lost. Try again; if it stays, tell {reference}."
        await self._show(cards.import_modal(self._typed, None, said))

    async def _judge(self) -> tuple[JudgedRow, ...]:
        """What each row comes to.

        Raises:
            PackError: The packs do not validate as they are.
        """
        typed, today = self._typed, moment(self._studio.office.clock).date()
        given = Given(today, typed.get(OWNER, ""), typed.get(TITLE, ""), typed.get(PUBLISHER, ""), typed.get(URL, ""))
        packs = await asyncio.to_thread(self._studio.editor.served)
        return (await asyncio.to_thread(judge, self._rows, packs, given)).rows

    async def _show(self, view: dict[str, Any]) -> None:
        try:
            await self._studio.office.courier.call("views_update", view_id=self._view_id, view=view)
        except (RefusedError, TryAgainError) as error:  # it was closed meanwhile
            logger.info("an import was not shown: %s", error)


def _told(row: JudgedRow, pack: Pack) -> cards.Row:
    there = ""
    if row.outcome in {RowOutcome.ANSWERED, RowOutcome.CLOSE} and row.id:
        reference = f"question:{row.id}:" if row.id in pack.questions else f"short:{row.id}"
        there = name_of(reference, pack)
    return cards.Row(row.line, row.question or "", row.outcome.value, there, row.detail)

"""*Look something up*: a modal with a field that completes what is typed, and the answer below it."""

from time import perf_counter
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.blocks import Message
from bot.cards.entries import Form
from bot.cards.failures import gone_card
from bot.cards.searching import ENTRY, QUESTION, options_of, search_modal
from bot.core.admitting import turned_away
from bot.handlers.answering import Desk
from bot.handlers.binding import Payload, action_id, bind, chosen_value
from bot.handlers.journal import SEARCH, note_outcome
from bot.names import Action, Shortcut
from bot.storage.usage import UsageWriter

_GONE = {"not_found", "hash_conflict", "view_not_found"}
"""What Slack says of a modal that was closed, or has been changed by a later pick."""


def register(app: AsyncApp, *, desk: Desk, client: AsyncWebClient, usage: UsageWriter) -> None:
    """Listen to the global shortcut, to what is typed in the modal, and to what is picked."""
    app.shortcut(Shortcut.LOOK_UP.value)(bind(open_search, client=client))
    app.options(Action.LOOK_UP.value)(bind(complete, desk=desk))
    app.action(action_id(Action.LOOK_UP))(bind(show_picked, desk=desk, client=client, usage=usage))


async def open_search(ack: AsyncAck, body: Payload, *, client: AsyncWebClient) -> None:
    """Open the modal; Slack gives three seconds for it."""
    await client.views_open(trigger_id=str(body["trigger_id"]), view=search_modal())
    await ack()


async def complete(ack: AsyncAck, payload: Payload, *, desk: Desk) -> None:
    """Suggest what may be meant by what was typed so far; nothing for what may name a patient."""
    typed = str(payload.get("value") or "")
    found = () if turned_away(typed) else desk.library.type_ahead(typed)
    await ack(options=options_of(found))


async def show_picked(
    ack: AsyncAck, action: Payload, body: Payload, *, desk: Desk, client: AsyncWebClient, usage: UsageWriter
) -> None:
    """Show what was picked below the field."""
    started = perf_counter()
    kind, _, name = chosen_value(action).partition(":")
    card, answer = _picked(kind, name, desk)
    view: dict[str, Any] = body.get("view") or {}
    await ack()
    note_outcome(SEARCH, "found" if answer else "not_found", answer, started, usage)
    try:
        await client.views_update(view_id=view.get("id"), hash=view.get("hash"), view=search_modal(card))
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise


def _picked(kind: str, name: str, desk: Desk) -> tuple[Message, str | None]:
    pack, rack = desk.library.pack, desk.rack
    if kind == ENTRY and (entry := desk.library.entry(name)):
        return rack.entry_card(entry, pack, Form.FULL).message, f"full:{name}"
    if kind == QUESTION and (question := desk.library.question(name)):
        return rack.question_card(question, pack, full=True).message, f"question_full:{name}:"
    return gone_card(), None

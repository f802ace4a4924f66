"""*Look something up*: a modal with a field that completes what is typed, and the answer below it.

On Home the field opens the modal, and so does every button there that shows an answer: a Home has no ``response_url``.
"""

from time import perf_counter
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.blocks import Block
from bot.cards.failures import gone_card
from bot.cards.searching import ENTRY, QUESTION, options_of, search_modal
from bot.core.admitting import turned_away
from bot.core.references import in_full
from bot.handlers.answering import Desk
from bot.handlers.binding import Payload, action_id, bind, chosen_value
from bot.handlers.home import Home
from bot.handlers.journal import SEARCH, note_outcome
from bot.handlers.reading import Readers
from bot.names import Action, Shortcut
from bot.storage.usage import UsageWriter

_GONE = {"not_found", "hash_conflict", "view_not_found"}
"""What Slack says of a modal that was closed, or has been changed by a later pick."""


def register(
    app: AsyncApp, *, desk: Desk, client: AsyncWebClient, usage: UsageWriter, readers: Readers, home: Home
) -> None:
    """Listen to the global shortcut, to what is typed there and on Home, to what is picked, and to what is opened."""
    tools: dict[str, object] = {"desk": desk, "client": client, "readers": readers}
    app.shortcut(Shortcut.LOOK_UP.value)(bind(open_search, client=client))
    app.options(Action.LOOK_UP.value)(bind(complete, desk=desk))
    app.options(Action.LOOK_UP_HOME.value)(bind(complete, desk=desk))
    app.action(action_id(Action.LOOK_UP))(bind(show_picked, **tools, usage=usage))
    app.action(action_id(Action.LOOK_UP_HOME))(bind(open_picked, **tools, usage=usage, home=home))
    app.action(action_id(Action.READ))(bind(open_answer, **tools))


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
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    desk: Desk,
    client: AsyncWebClient,
    usage: UsageWriter,
    readers: Readers,
) -> None:
    """Show what was picked below the field."""
    started = perf_counter()
    answer = _picked(action, desk)
    view: dict[str, Any] = body.get("view") or {}
    await ack()
    note_outcome(SEARCH, "found" if answer else "not_found", answer, started, usage)
    readers.opened(body, answer)
    try:
        await client.views_update(view_id=view.get("id"), hash=view.get("hash"), view=_modal(answer, desk))
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise


async def open_picked(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    desk: Desk,
    client: AsyncWebClient,
    usage: UsageWriter,
    readers: Readers,
    home: Home,
) -> None:
    """Show what was picked on Home in the modal, and empty the field for the next."""
    started = perf_counter()
    answer = _picked(action, desk)
    await client.views_open(trigger_id=str(body["trigger_id"]), view=_modal(answer, desk))
    await ack()
    note_outcome(SEARCH, "found" if answer else "not_found", answer, started, usage)
    readers.opened(body, answer)
    home.show_again(body)


async def open_answer(
    ack: AsyncAck, action: Payload, body: Payload, *, desk: Desk, client: AsyncWebClient, readers: Readers
) -> None:
    """Show the answer that a button names, in full in the modal."""
    answer = in_full(chosen_value(action))
    await client.views_open(trigger_id=str(body["trigger_id"]), view=_modal(answer, desk))
    await ack()
    readers.opened(body, answer)


def _picked(action: Payload, desk: Desk) -> str | None:
    """The answer to what was picked; ``None`` where it is gone."""
    kind, _, name = chosen_value(action).partition(":")
    answer = {ENTRY: f"full:{name}", QUESTION: f"question_full:{name}:"}.get(kind)
    return answer if answer and desk.card_by(answer) else None


def _modal(answer: str | None, desk: Desk) -> Block:
    return search_modal((desk.card_by(answer) if answer else None) or gone_card())

"""*Explain this message*: what the terms of a message mean, for the person who asked alone."""

import re
from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.explaining import explained_card, suggested_card
from bot.cards.failures import unknown_card
from bot.cards.privacy import private_card
from bot.core.admitting import turned_away
from bot.core.library import Library
from bot.handlers.binding import Payload, action_id, bind, chosen_value, message_text
from bot.handlers.journal import SHORTCUT, note, note_outcome
from bot.handlers.replies import Replies
from bot.names import Action, Shortcut
from bot.storage.gaps import Gaps
from bot.storage.usage import UsageWriter

_TERM = re.compile(r"[A-Za-z0-9]{2,6}")


def register(app: AsyncApp, *, library: Library, replies: Replies, gaps: Gaps, usage: UsageWriter) -> None:
    """Listen to the message shortcut, and to the buttons that ask for a term."""
    explain = bind(explain_message, library=library, replies=replies, usage=usage)
    app.shortcut({"type": "message_action", "callback_id": Shortcut.EXPLAIN.value})(explain)
    app.action(action_id(Action.SUGGEST_TERM))(bind(ask_for_term, replies=replies, gaps=gaps))


async def explain_message(
    ack: AsyncAck, body: Payload, *, library: Library, replies: Replies, usage: UsageWriter
) -> None:
    """Explain the terms of a message, privately; one that may name a patient is not looked at."""
    started = perf_counter()
    text = message_text(body.get("message") or {})
    await ack()
    if private := turned_away(text):
        replies.send(body, private_card(private.in_words))
        note(SHORTCUT, private, started, usage)
        return
    entries, unknown = library.terms_in(text)
    replies.send(body, explained_card(entries, unknown, library.pack))
    note_outcome(SHORTCUT, "explained" if entries else "not_found", None, started, usage)


async def ask_for_term(ack: AsyncAck, action: Payload, body: Payload, *, replies: Replies, gaps: Gaps) -> None:
    """Keep that a term was asked for; on the disk before the ack."""
    term = chosen_value(action)
    if not _TERM.fullmatch(term) or turned_away(term):
        await ack()
        replies.send(body, unknown_card())
        return
    await gaps.ask_for(term)
    await ack()
    replies.send(body, suggested_card(term))

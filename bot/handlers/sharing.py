"""*Share to channel*: the one way a private answer becomes public, and only by its asker's tap.

It goes through the ``response_url``, so it works where the bot is no member.
"""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.blocks import Message
from bot.cards.entries import Form
from bot.cards.failures import gone_card
from bot.cards.rack import Rack
from bot.cards.sharing import shared_card
from bot.core.library import Library
from bot.handlers.binding import Payload, action_id, bind, chosen_value
from bot.handlers.replies import Replies
from bot.names import Action

_USER_ID = re.compile(r"[UW][A-Z0-9]+")


def register_actions(app: AsyncApp, *, library: Library, rack: Rack, replies: Replies) -> None:
    """Listen to *Share to channel*."""
    app.action(action_id(Action.SHARE))(bind(share, library=library, rack=rack, replies=replies))


async def share(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    library: Library,
    rack: Rack,
    replies: Replies,
) -> None:
    """Post the card to the channel, saying who shared it; the private card stays."""
    user_id = str(body["user"]["id"])
    card = _card(chosen_value(action), library, rack)
    await ack()
    if card is None or not _USER_ID.fullmatch(user_id):
        replies.send(body, gone_card())
        return
    replies.send(body, shared_card(card, user_id))


def _card(reference: str, library: Library, rack: Rack) -> Message | None:
    """The card that a button's value names, such as ``short:mri`` or ``compared:ct,mri``."""
    form, _, ids = reference.partition(":")
    if form in {"compared", "compared_full"}:
        outcome = library.compare_ids(ids.split(","))
        return rack.comparison_card(outcome, library.pack, full=form == "compared_full").message if outcome else None
    if form in {"question", "question_full"}:
        name, _, named = ids.partition(":")
        question = library.question(name)
        entries = [entry for one in named.split(",") if (entry := library.entry(one))]
        full = form == "question_full"
        return rack.question_card(question, library.pack, entries, full=full).message if question else None
    entry = library.entry(ids)
    return rack.entry_card(entry, library.pack, Form(form)).message if entry and form in set(Form) else None

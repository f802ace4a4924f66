"""*Share to channel*: the one way a private answer becomes public, and only by its asker's tap.

It goes through the ``response_url``, so it works where the bot is no member.
"""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.blocks import Message
from bot.cards.entries import Form
from bot.cards.failures import gone_card
from bot.cards.sharing import shared_card
from bot.handlers.answering import Desk
from bot.handlers.binding import Payload, action_id, bind, chosen_value
from bot.handlers.replies import Replies
from bot.names import Action

_USER_ID = re.compile(r"[UW][A-Z0-9]+")


def register_actions(app: AsyncApp, *, desk: Desk, replies: Replies) -> None:
    """Listen to *Share to channel*."""
    app.action(action_id(Action.SHARE))(bind(share, desk=desk, replies=replies))


async def share(ack: AsyncAck, action: Payload, body: Payload, *, desk: Desk, replies: Replies) -> None:
    """Post the card to the channel, saying who shared it; the private card stays."""
    user_id = str(body["user"]["id"])
    card = _card(chosen_value(action), desk)
    await ack()
    if card is None or not _USER_ID.fullmatch(user_id):
        replies.send(body, gone_card())
        return
    replies.send(body, shared_card(card, user_id))


def _card(reference: str, desk: Desk) -> Message | None:
    """The card that a button's value names, such as ``short:mri`` or ``compared:ct,mri``."""
    library, rack = desk.library, desk.rack
    form, _, ids = reference.partition(":")
    if form in {"compared", "compared_full"}:
        outcome = library.compare_ids(ids.split(","))
        return rack.comparison_card(outcome, library.pack, full=form == "compared_full").message if outcome else None
    if form in {"question", "question_full"}:
        return desk.question_card(ids, full=form == "question_full")
    entry = library.entry(ids)
    return rack.entry_card(entry, library.pack, Form(form)).message if entry and form in set(Form) else None

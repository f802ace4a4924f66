"""*Share to channel*: the one way a private answer becomes public, and only by its asker's tap.

It goes through the ``response_url``, so it works where the bot is no member.
"""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

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
    card = desk.card_by(chosen_value(action))
    await ack()
    if card is None or not _USER_ID.fullmatch(user_id):
        replies.send(body, gone_card())
        return
    replies.send(body, shared_card(card, user_id))

"""The counter: what serving learners and leads needs, bound to their listeners as one."""

import contextlib
from typing import NamedTuple

from bot.cards.blocks import Message
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload
from bot.handlers.courier import RefusedError
from bot.handlers.home import Home
from bot.handlers.replies import Replies
from bot.handlers.tutoring import Tutor


class Counter(NamedTuple):
    """Where learners and leads are served.

    Attributes:
        tutor: Sends steps, and has the store and who is who.
        replies: Answers clicks on messages.
        home: Shows what came of a click on the Home tab, which has no message to answer.
        prefix: ``COMMAND_PREFIX``.
    """

    tutor: Tutor
    replies: Replies
    home: Home
    prefix: str = ""

    def answer(self, body: Payload, card: Message, *, replace: bool = False) -> None:
        """Answer a click: on a message beside or in the place of it, on the Home tab by showing it anew."""
        if body.get("response_url"):
            self.replies.send(body, card, replace=replace)
        else:
            self.home.show_again(body)

    def change_message(self, channel_id: str, ts: str, card: Message) -> None:
        """Begin to show a card in the place of a message of the bot's; one that Slack does not change stays."""
        self.replies.begin(self._change(channel_id, ts, card))

    async def _change(self, channel_id: str, ts: str, card: Message) -> None:
        with contextlib.suppress(RefusedError, TryAgainError):
            await self.tutor.office.courier.call("chat_update", channel=channel_id, ts=ts, **card)

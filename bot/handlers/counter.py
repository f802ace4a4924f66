"""The counter: what serving learners and leads needs, bound to their listeners as one."""

from typing import NamedTuple

from bot.cards.blocks import Message
from bot.handlers.binding import Payload
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

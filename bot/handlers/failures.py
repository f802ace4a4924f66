"""The one place that turns an exception into a message.

A person's mistake is shown to them. Anything else is an apology with a reference; the log has the trace under the same
reference, without the exception's own words, since those may quote what somebody typed. The status is always 200:
Socket Mode drops any other answer, and Slack would retry an event.
"""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.cards.blocks import Message
from bot.cards.failures import apology_card, failure_modal, mistake_card, no_such_command_card, unknown_card
from bot.cards.sharing import posted_card
from bot.errors import PersonMistakeError
from bot.handlers.binding import Payload, bind
from bot.handlers.events import Once, Posts, heard
from bot.handlers.journal import log_fault
from bot.handlers.replies import Replies
from bot.names import Command

_ANYTHING = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, *, replies: Replies, posts: Posts, once: Once, prefix: str) -> None:
    """Answer what no listener took, and what a listener failed at; registered last, since Bolt tries in order."""
    app.command(_ANYTHING)(bind(answer_unknown_command, prefix=prefix))
    app.action(_ANYTHING)(bind(answer_unknown_action, replies=replies))
    app.options(_ANYTHING)(answer_with_nothing)
    app.shortcut(_ANYTHING)(answer_with_nothing)
    app.view_submission(_ANYTHING)(answer_with_nothing)
    app.view_closed(_ANYTHING)(answer_with_nothing)
    app.event(_ANYTHING)(answer_with_nothing)
    app.error(bind(answer_failure, replies=replies, posts=posts, once=once))


async def answer_unknown_command(ack: AsyncAck, *, prefix: str) -> None:
    """A command that the manifest has and this version has not."""
    await ack(no_such_command_card(Command.READING_ROOM.slash(prefix)))


async def answer_unknown_action(ack: AsyncAck, body: Payload, *, replies: Replies) -> None:
    """A button of a card that another version sent."""
    await ack()
    replies.send(body, unknown_card())


async def answer_with_nothing(ack: AsyncAck) -> None:
    """Take what Slack sends without answering, so that it is not sent again."""
    await ack()


async def answer_failure(
    error: Exception, body: Payload, *, replies: Replies, posts: Posts, once: Once
) -> BoltResponse:
    """Answer a command and a form in the ack, a click or shortcut through its ``response_url``, a message likewise.

    A click in a modal or on a Home has none: it is answered with a modal.
    """
    card = failure_card(error)
    if "command" in body:
        return BoltResponse(status=200, body=card)
    if body.get("type") == "view_submission":
        # Above the form, which is still there when it is closed, with all that was typed: nothing of it was kept.
        return BoltResponse(status=200, body={"response_action": "push", "view": failure_modal(card)})
    if body.get("response_url"):
        replies.send(body, card)
    elif body.get("view") and body.get("trigger_id"):
        await posts.show(body, failure_modal(card))
    elif (said := heard(body)) and _is_addressed(body):
        is_direct = body["event"].get("channel_type") == "im"
        await (posts.post if is_direct else posts.whisper)(said, posted_card(card), thread_ts=said.thread_ts)
        await once.end(said.keys, is_answered=True)
    return BoltResponse(status=200, body="")


def _is_addressed(body: Payload) -> bool:
    """Whether somebody wrote to the bot: what people write to one another in a channel gets no apology."""
    event = body["event"]
    return bool(event.get("type") == "app_mention" or event.get("channel_type") == "im")


def failure_card(error: Exception) -> Message:
    """What a person sees of an exception; a fault of ours is logged under the reference they see."""
    if isinstance(error, PersonMistakeError):
        return mistake_card(str(error))
    return apology_card(log_fault("a listener", error))

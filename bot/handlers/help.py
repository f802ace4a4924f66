"""``/reading-room``: help, and everything there is to look up."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.help import browse_card, help_card, unknown_topic_card
from bot.core.conversing import KINDS
from bot.core.library import Library
from bot.handlers.binding import Listener, Payload, action_id, bind, chosen_value, is_private, typed_text
from bot.handlers.replies import Replies
from bot.names import Action, Command


def register_commands(app: AsyncApp, *, library: Library, prefix: str, topics: Mapping[str, Listener]) -> None:
    """Listen to ``/reading-room``.

    Args:
        app: Where to.
        library: What there is to look up.
        prefix: ``COMMAND_PREFIX``.
        topics: What else may follow the command, and who answers it.
    """
    tools = {"library": library, "prefix": prefix, "topics": topics}
    app.command(Command.READING_ROOM.slash(prefix))(bind(show_help, **tools))


def register_actions(app: AsyncApp, *, library: Library, replies: Replies) -> None:
    """Listen to the buttons that list a kind."""
    app.action(action_id(Action.BROWSE))(bind(browse, library=library, replies=replies))


async def show_help(
    ack: AsyncAck, command: Payload, *, library: Library, prefix: str, topics: Mapping[str, Listener]
) -> None:
    """Answer with help, with the list of a kind, or hand on to who answers a topic."""
    topic = typed_text(command).lower()
    if topic in topics:
        await topics[topic](ack=ack, command=command)
    elif topic in {"", "help"}:
        await ack(help_card(library.pack, prefix))
    elif kind := KINDS.get(topic):
        await ack(browse_card(kind, library.all_of(kind)))
    else:
        await ack(unknown_topic_card(prefix))


async def browse(ack: AsyncAck, action: Payload, body: Payload, *, library: Library, replies: Replies) -> None:
    """Show the list of a kind in the place of the private card that was clicked."""
    kind = KINDS.get(chosen_value(action))
    card = browse_card(kind, library.all_of(kind)) if kind else gone_card()
    await ack()
    replies.send(body, card, replace=is_private(body))

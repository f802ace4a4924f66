"""``/compare``: two to four things side by side; and the buttons that compare."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.privacy import private_card
from bot.cards.rack import Rack
from bot.core.admitting import turned_away
from bot.core.library import Library
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, typed_text
from bot.handlers.journal import note
from bot.handlers.replies import Replies
from bot.names import Action, Command
from bot.storage.usage import UsageWriter


def register_command(app: AsyncApp, *, library: Library, rack: Rack, usage: UsageWriter, prefix: str) -> None:
    """Listen to ``/compare``."""
    app.command(Command.COMPARE.slash(prefix))(bind(compare, library=library, rack=rack, usage=usage))


def register_actions(app: AsyncApp, *, library: Library, rack: Rack, replies: Replies) -> None:
    """Listen to the buttons and menus that compare."""
    turn = bind(compare_again, library=library, rack=rack, replies=replies, full=False)
    turn_full = bind(compare_again, library=library, rack=rack, replies=replies, full=True)
    beside = bind(compare_with, library=library, rack=rack, replies=replies)
    app.action(action_id(Action.COMPARE_WITH))(beside)
    app.action(action_id(Action.COMPARE))(turn)
    app.action(action_id(Action.COMPARE_FULL))(turn_full)


async def compare(ack: AsyncAck, command: Payload, *, library: Library, rack: Rack, usage: UsageWriter) -> None:
    """Answer ``/compare`` with a card only the asker sees."""
    started = perf_counter()
    text = typed_text(command)
    if private := turned_away(text):
        await ack(private_card(private.in_words))
        note(Command.COMPARE.slash(), private, started, usage)
        return
    outcome = library.compare(text)
    await ack(rack.comparison_card(outcome, library.pack).json)
    note(Command.COMPARE.slash(), outcome, started, usage)


async def compare_again(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    library: Library,
    rack: Rack,
    replies: Replies,
    full: bool,
) -> None:
    """Show a comparison in the place of the private card that was clicked."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = rack.comparison_card(outcome, library.pack, full=full).message if outcome else gone_card()
    await ack()
    replies.send(body, card, replace=is_private(body))


async def compare_with(
    ack: AsyncAck, action: Payload, body: Payload, *, library: Library, rack: Rack, replies: Replies
) -> None:
    """Show a comparison under the entry's card, which stays."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = rack.comparison_card(outcome, library.pack).message if outcome else gone_card()
    await ack()
    replies.send(body, card)

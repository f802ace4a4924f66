"""``/compare``: two to four things side by side; and the buttons that compare."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.parts import compare_value
from bot.cards.privacy import private_card
from bot.cards.rack import Rack
from bot.core.admitting import turned_away
from bot.core.library import Library
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, typed_text
from bot.handlers.journal import note
from bot.handlers.reading import Readers
from bot.handlers.replies import Replies
from bot.knowledge.outcomes import Compared, ComparisonOutcome
from bot.names import Action, Command
from bot.storage.usage import UsageWriter


def register_command(
    app: AsyncApp, *, library: Library, rack: Rack, usage: UsageWriter, readers: Readers, prefix: str
) -> None:
    """Listen to ``/compare``."""
    listener = bind(compare, library=library, rack=rack, usage=usage, readers=readers)
    app.command(Command.COMPARE.slash(prefix))(listener)


def register_actions(app: AsyncApp, *, library: Library, rack: Rack, readers: Readers, replies: Replies) -> None:
    """Listen to the buttons and menus that compare."""
    tools: dict[str, object] = {"library": library, "rack": rack, "readers": readers, "replies": replies}
    turn, turn_full = bind(compare_again, **tools, full=False), bind(compare_again, **tools, full=True)
    beside = bind(compare_with, **tools)
    app.action(action_id(Action.COMPARE_WITH))(beside)
    app.action(action_id(Action.COMPARE))(turn)
    app.action(action_id(Action.COMPARE_FULL))(turn_full)


async def compare(
    ack: AsyncAck, command: Payload, *, library: Library, rack: Rack, usage: UsageWriter, readers: Readers
) -> None:
    """Answer ``/compare`` with a card only the asker sees."""
    started = perf_counter()
    text = typed_text(command)
    if private := turned_away(text):
        await ack(private_card(private.in_words))
        note(Command.COMPARE.slash(), private, started, usage)
        return
    outcome = library.compare(text)
    await ack(rack.comparison_card(outcome, library.pack).json)
    readers.opened(command, note(Command.COMPARE.slash(), outcome, started, usage))


async def compare_again(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    library: Library,
    rack: Rack,
    readers: Readers,
    replies: Replies,
    full: bool,
) -> None:
    """Show a comparison in the place of the private card that was clicked."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = rack.comparison_card(outcome, library.pack, full=full).message if outcome else gone_card()
    await ack()
    replies.send(body, card, replace=is_private(body))
    readers.opened(body, _answer_of(outcome))


async def compare_with(
    ack: AsyncAck, action: Payload, body: Payload, *, library: Library, rack: Rack, readers: Readers, replies: Replies
) -> None:
    """Show a comparison under the entry's card, which stays."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = rack.comparison_card(outcome, library.pack).message if outcome else gone_card()
    await ack()
    replies.send(body, card)
    readers.opened(body, _answer_of(outcome))


def _answer_of(outcome: ComparisonOutcome | None) -> str | None:
    return f"compared:{compare_value(outcome.items)}" if isinstance(outcome, Compared) else None

"""``/compare``: two to four things side by side; and the buttons that compare."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.cards.comparisons import comparison_card
from bot.cards.failures import gone_card
from bot.core.library import Library
from bot.handlers.background import Background, post
from bot.handlers.binding import Payload, action_id, bind, chosen_value, typed_text
from bot.handlers.lookups import is_private
from bot.names import Action, Command


def register_commands(app: AsyncApp, *, library: Library, prefix: str) -> None:
    """Listen to ``/compare``."""
    app.command(Command.COMPARE.slash(prefix))(bind(compare, library=library))


def register_actions(app: AsyncApp, *, library: Library, background: Background) -> None:
    """Listen to the buttons and menus that compare."""
    turn = bind(compare_again, library=library, background=background, full=False)
    turn_full = bind(compare_again, library=library, background=background, full=True)
    beside = bind(compare_with, library=library, background=background)
    app.action(action_id(Action.COMPARE_WITH))(beside)
    app.action(action_id(Action.COMPARE))(turn)
    app.action(action_id(Action.COMPARE_FULL))(turn_full)


async def compare(ack: AsyncAck, command: Payload, *, library: Library) -> None:
    """Answer ``/compare`` with a card only the asker sees."""
    await ack(comparison_card(library.compare(typed_text(command)), library.pack))


async def compare_again(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    respond: AsyncRespond,
    *,
    library: Library,
    background: Background,
    full: bool,
) -> None:
    """Show a comparison in the place of the private card that was clicked."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = comparison_card(outcome, library.pack, full=full) if outcome else gone_card()
    await ack()
    background.start(post(respond, card, replace=is_private(body)))


async def compare_with(
    ack: AsyncAck, action: Payload, respond: AsyncRespond, *, library: Library, background: Background
) -> None:
    """Show a comparison under the entry's card, which stays."""
    outcome = library.compare_ids(chosen_value(action).split(","))
    card = comparison_card(outcome, library.pack) if outcome else gone_card()
    await ack()
    background.start(post(respond, card))

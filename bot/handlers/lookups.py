"""``/modality``, ``/procedure`` and ``/define``: what a word means; and the buttons on an entry's card."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.entries import Form
from bot.cards.failures import gone_card
from bot.cards.help import usage_card
from bot.cards.privacy import private_card
from bot.cards.rack import Rack
from bot.clock import Clock, moment
from bot.core.admitting import turned_away
from bot.core.conversing import LOOKUPS
from bot.core.gaps import gap_of
from bot.core.library import Library
from bot.handlers.answering import Desk, with_gap
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, typed_text, who
from bot.handlers.journal import note
from bot.handlers.reading import Readers
from bot.handlers.replies import Replies
from bot.names import Action, Command
from bot.storage.gaps import Gaps
from bot.storage.usage import UsageWriter

FORMS = {
    Action.OPEN: Form.SHORT,
    Action.OPEN_CHOSEN: Form.SHORT,
    Action.OPEN_FULL: Form.FULL,
    Action.PLAIN_WORDS: Form.PLAIN,
}


def register_command(
    app: AsyncApp, name: Command, *, desk: Desk, usage: UsageWriter, readers: Readers, gaps: Gaps, clock: Clock
) -> None:
    """Listen to one of the look-up commands."""
    listener = bind(look_up, desk=desk, usage=usage, readers=readers, gaps=gaps, clock=clock, name=name)
    app.command(name.slash(desk.prefix))(listener)


def register_actions(app: AsyncApp, *, library: Library, rack: Rack, readers: Readers, replies: Replies) -> None:
    """Listen to the buttons that turn an entry's card, and to those that open one."""
    for action, form in FORMS.items():
        listener = bind(open_entry, library=library, rack=rack, readers=readers, replies=replies, form=form)
        app.action(action_id(action))(listener)


async def look_up(
    ack: AsyncAck,
    command: Payload,
    *,
    desk: Desk,
    usage: UsageWriter,
    readers: Readers,
    gaps: Gaps,
    clock: Clock,
    name: Command,
) -> None:
    """Answer a look-up with a card only the asker sees."""
    started, term = perf_counter(), typed_text(command)
    if not term:
        await ack(usage_card(name, desk.prefix))
        return
    if private := turned_away(term):
        await ack(private_card(private.in_words))
        note(name.slash(), private, started, usage)
        return
    outcome = desk.library.look_up(term, LOOKUPS[name])
    card = desk.rack.lookup_card(outcome, desk.library.pack)
    if gap := gap_of(outcome, term):
        team_id, user_id = who(command)
        may_ask = readers.is_learner(team_id, user_id)
        await ack(with_gap(card.message, gap, gaps, team_id=team_id, may_ask=may_ask, now=moment(clock)))
    else:
        await ack(card.json)
    readers.opened(command, note(name.slash(), outcome, started, usage))


async def open_entry(
    ack: AsyncAck,
    action: Payload,
    body: Payload,
    *,
    library: Library,
    rack: Rack,
    readers: Readers,
    replies: Replies,
    form: Form,
) -> None:
    """Show an entry in the place of the private card that was clicked; a public message stays as it is."""
    entry = library.entry(chosen_value(action))
    card = rack.entry_card(entry, library.pack, form).message if entry else gone_card()
    await ack()
    replies.send(body, card, replace=is_private(body))
    readers.opened(body, f"{form.value}:{entry.id}" if entry else None)

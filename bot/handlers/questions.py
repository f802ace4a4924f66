"""``/faq``: a question in a sentence; and the buttons that show a question's answer."""

from time import perf_counter

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.failures import gone_card
from bot.cards.help import questions_card
from bot.clock import Clock, moment
from bot.core.admitting import ask
from bot.core.gaps import gap_of
from bot.handlers.answering import Desk, with_gap
from bot.handlers.binding import Payload, action_id, bind, chosen_value, is_private, typed_text, who
from bot.handlers.journal import note
from bot.handlers.reading import Readers
from bot.handlers.replies import Replies
from bot.knowledge.asked import Silent
from bot.names import Action, Command
from bot.storage.gaps import Gaps
from bot.storage.usage import UsageWriter


def register_command(
    app: AsyncApp, *, desk: Desk, usage: UsageWriter, readers: Readers, gaps: Gaps, clock: Clock
) -> None:
    """Listen to ``/faq``."""
    listener = bind(answer_faq, desk=desk, usage=usage, readers=readers, gaps=gaps, clock=clock)
    app.command(Command.FAQ.slash(desk.prefix))(listener)


def register_actions(app: AsyncApp, *, desk: Desk, readers: Readers, replies: Replies) -> None:
    """Listen to the buttons and the menu that show an answer."""
    tools: dict[str, object] = {"desk": desk, "readers": readers, "replies": replies}
    short = bind(show_answer, **tools, full=False)
    app.action(action_id(Action.ANSWER))(short)
    app.action(action_id(Action.ANSWER_CHOSEN))(short)
    app.action(action_id(Action.ANSWER_FULL))(bind(show_answer, **tools, full=True))


async def answer_faq(
    ack: AsyncAck, command: Payload, *, desk: Desk, usage: UsageWriter, readers: Readers, gaps: Gaps, clock: Clock
) -> None:
    """Answer ``/faq`` with a card only the asker sees; without a question, with a list of those that are answered."""
    started, text = perf_counter(), typed_text(command)
    if not text:
        await ack(questions_card(desk.library.all_questions(), desk.prefix))
        return
    asked = ask(desk.library, text)
    card = desk.card_of(asked)
    if gap := gap_of(asked) if isinstance(asked, Silent) else None:
        team_id, user_id = who(command)
        may_ask = readers.is_learner(team_id, user_id)
        card = with_gap(card, gap, gaps, team_id=team_id, may_ask=may_ask, now=moment(clock))
    await ack(card)
    readers.opened(command, note(Command.FAQ.slash(), asked, started, usage))


async def show_answer(
    ack: AsyncAck, action: Payload, body: Payload, *, desk: Desk, readers: Readers, replies: Replies, full: bool
) -> None:
    """Show an answer in the place of the private card that was clicked; a public message stays as it is."""
    reference = chosen_value(action)
    card = desk.question_card(reference, full=full) or gone_card()
    await ack()
    replies.send(body, card, replace=is_private(body))
    readers.opened(body, f"question:{reference}")

"""Asking the preceptor: what no card answers goes from a learner to the preceptor in private, and the reply back.

Neither is kept here: both stand in Slack alone, in the two conversations that they are said in.
"""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import preceptors as cards
from bot.cards.blocks import Message
from bot.cards.drafting import question_modal
from bot.core.admitting import turned_away
from bot.handlers.attending import TryAgainError
from bot.handlers.binding import Payload, action_id, bind, chosen_value, team_of
from bot.handlers.counter import Counter
from bot.handlers.courier import RefusedError
from bot.handlers.drafting import PRIVATE, typed_in
from bot.names import Action, Modal

NOT_SENT = "Slack did not take it just now. What you wrote is still here: try again in a moment."


def register(app: AsyncApp, *, counter: Counter) -> None:
    """Listen to questions, to replies, and to replies that are to become answers for everybody."""
    app.action(action_id(Action.ASK_PRECEPTOR))(bind(open_question, counter=counter))
    app.view_submission(Modal.ASK_PRECEPTOR.value)(bind(ask, counter=counter))
    app.action(action_id(Action.REPLY_LEARNER))(bind(open_reply, counter=counter))
    app.view_submission(Modal.REPLY_LEARNER.value)(bind(reply, counter=counter))
    app.action(action_id(Action.MAKE_QUESTION))(bind(open_draft, counter=counter))


async def open_question(ack: AsyncAck, body: Payload, *, counter: Counter) -> None:
    """Open the form of a question, for a learner."""
    office, user_id = counter.tutor.office, str(body["user"]["id"])
    theirs = await office.store.assignments.of_learner(team_of(body), user_id)
    found = next((one for one in theirs if one.state.is_under_way and one.signs_off), None)
    if found is None:
        await ack()
        counter.answer(body, cards.nobody_to_ask_card())
        return
    view = cards.ask_modal(str(found.signs_off), found.id)
    await office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def ask(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Bring a question to the preceptor; it is there before the form closes."""
    question = typed_in(view)[cards.QUESTION]
    if turned_away(question):
        await ack(response_action="errors", errors={cards.QUESTION: PRIVATE})
        return
    assignment = await counter.tutor.office.store.assignments.get(str(view["private_metadata"]))
    if assignment is None or assignment.user_id != body["user"]["id"] or not assignment.signs_off:
        await ack(response_action="errors", errors={cards.QUESTION: "There is no preceptor to ask any more."})
        return
    card = cards.asked_card(assignment.user_id, question, assignment.id)
    if await _bring(counter, assignment.signs_off, card):
        await ack(response_action="update", view=cards.asked_modal(assignment.signs_off))
    else:
        await ack(response_action="errors", errors={cards.QUESTION: NOT_SENT})


async def open_reply(ack: AsyncAck, action: Payload, body: Payload, *, counter: Counter) -> None:
    """Open the form of a reply, with the question from the card."""
    message = body.get("message") or {}
    question = cards.in_card(message.get("blocks") or (), cards.QUESTION)
    channel_id = str((body.get("channel") or {}).get("id") or "")
    metadata = "\n".join((chosen_value(action), channel_id, str(message.get("ts") or "")))
    view = cards.reply_modal(question, metadata)
    await counter.tutor.office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def reply(ack: AsyncAck, body: Payload, view: Payload, *, counter: Counter) -> None:
    """Bring a reply to the learner; the preceptor's card then says so, and can become an answer for everybody."""
    office, said = counter.tutor.office, typed_in(view)[cards.REPLY]
    if turned_away(said):
        await ack(response_action="errors", errors={cards.REPLY: PRIVATE})
        return
    assignment_id, channel_id, ts = str(view["private_metadata"]).split("\n")
    question, by = cards.in_card(view["blocks"], cards.QUESTION), str(body["user"]["id"])
    assignment = await office.store.assignments.get(assignment_id)
    if assignment is None or by not in {assignment.preceptor, assignment.lead}:
        await ack(response_action="errors", errors={cards.REPLY: "This person is on no track of yours any more."})
        return
    if not await _bring(counter, assignment.user_id, cards.reply_card(by, question, said)):
        await ack(response_action="errors", errors={cards.REPLY: NOT_SENT})
        return
    await ack(response_action="update", view=cards.replied_modal(assignment.user_id))
    card = cards.replied_card(assignment.user_id, question, said)
    counter.change_message(channel_id, ts, card)  # which keeps its button until then: a second reply is no harm


async def open_draft(ack: AsyncAck, body: Payload, *, counter: Counter) -> None:
    """Open the form of an answer for everybody, begun with what was asked and replied."""
    office, blocks = counter.tutor.office, (body.get("message") or {}).get("blocks") or ()
    question, said = cards.in_card(blocks, cards.QUESTION), cards.in_card(blocks, cards.REPLY)
    contact = office.desk.library.pack.info.contact.name
    view = question_modal(question, contact, f"{team_of(body)}|", name=question, answer=said)
    await office.courier.call("views_open", trigger_id=str(body["trigger_id"]), view=view)
    await ack()


async def _bring(counter: Counter, user_id: str, card: Message) -> bool:
    """Post a card to somebody in private: whether Slack took it."""
    courier = counter.tutor.office.courier
    try:
        opened = await courier.call("conversations_open", users=user_id)
        await courier.call("chat_postMessage", channel=str(opened["channel"]["id"]), unfurl_links=False, **card)
    except (RefusedError, TryAgainError):
        return False
    return True

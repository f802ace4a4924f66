"""Cards between a new colleague and the preceptor: a question that no card answers, and the reply."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    field,
    header,
    message,
    modal,
    quotation,
    section,
    text_input,
)
from bot.cards.sharing import posted_card
from bot.names import Action, Modal

QUESTION, REPLY = "question", "reply"
"""The ``block_id`` of each field, and of what stands in a card."""

MOST_ASKED, MOST_REPLIED = 500, 1500
"""Characters: a question in a few sentences, and an answer that fits a phone."""

LEAVE_OUT = "Leave out whatever points to a patient."


def ask_modal(preceptor_id: str, metadata: str) -> Block:
    """The form of a question to the preceptor."""
    blocks = [
        section(f"It goes to <@{preceptor_id}> in private, as you write it."),
        field(QUESTION, "What do you want to know?", text_input(most=MOST_ASKED, is_long=True), hint=LEAVE_OUT),
    ]
    return modal(
        "Ask my preceptor",
        blocks,
        callback_id=Modal.ASK_PRECEPTOR,
        close="Cancel",
        submit="Ask",
        metadata=metadata,
    )


def asked_modal(preceptor_id: str) -> Block:
    """Confirms that it went out."""
    said = f"<@{preceptor_id}> has your question. The reply comes to your conversation with Reading Room."
    return modal("Ask my preceptor", [section(said)], callback_id=Modal.ASK_PRECEPTOR, close="Done")


def asked_card(learner_id: str, question: str, assignment_id: str) -> Message:
    """A question, as the preceptor gets it."""
    blocks = [
        section(f"<@{learner_id}> asks you what no card here answers:"),
        _quoted(QUESTION, question),
        actions([button("Reply…", Action.REPLY_LEARNER, assignment_id)]),
        context("Only you see this. Reading Room keeps neither the question nor your reply."),
    ]
    return posted_card(message(blocks))


def reply_modal(question: str, metadata: str) -> Block:
    """The form of a reply."""
    blocks = [
        _quoted(QUESTION, question),
        field(REPLY, "Your reply", text_input(most=MOST_REPLIED, is_long=True), hint=LEAVE_OUT),
    ]
    return modal("Reply", blocks, callback_id=Modal.REPLY_LEARNER, close="Cancel", submit="Send", metadata=metadata)


def replied_modal(learner_id: str) -> Block:
    """Confirms that a reply went out."""
    said = f"<@{learner_id}> has your reply. Would it help others too? The card has a button for that."
    return modal("Reply", [section(said)], callback_id=Modal.REPLY_LEARNER, close="Done")


def replied_card(learner_id: str, question: str, reply: str) -> Message:
    """What stands in the place of the question, once it is answered."""
    blocks = [
        section(f"✅ You replied to <@{learner_id}>."),
        _quoted(QUESTION, question),
        _quoted(REPLY, reply),
        actions([button("Make it an answer for everybody…", Action.MAKE_QUESTION, "draft")]),
        context("You write it out, with a source; an owner reads it before it is live."),
    ]
    return posted_card(message(blocks))


def reply_card(preceptor_id: str, question: str, reply: str) -> Message:
    """A reply, as the learner gets it."""
    blocks = [
        header("An answer to your question"),
        _quoted(QUESTION, question),
        section(f"<@{preceptor_id}> replies:"),
        _quoted(REPLY, reply),
        context("This is your preceptor's own answer, not a reviewed card."),
    ]
    return posted_card(message(blocks))


def nobody_to_ask_card() -> Message:
    """What somebody sees who has no preceptor."""
    return message([section("You are on no track just now, so there is no preceptor to ask.")])


def in_card(blocks: Sequence[Mapping[str, Any]], name: str) -> str:
    """What was asked or replied, from the card or form that shows it; ``""`` where it shows none."""
    found = next((block for block in blocks if block.get("block_id") == name), None)
    parts = found.get("elements") or () if found else ()
    return "".join(str(one.get("text") or "") for part in parts for one in part.get("elements") or ())


def _quoted(name: str, text: str) -> Block:
    """What somebody wrote, as they wrote it: nothing in it is read as a mark, a mention or a link."""
    return quotation(text) | {"block_id": name}

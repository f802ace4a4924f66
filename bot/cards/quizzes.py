"""Quizzes: one question at a time in a modal, and after each answer what is right, with the card that says so."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cards.blocks import Block, Message, bold, choose, context, divider, escape, field, modal, section
from bot.cards.drafting import readable
from bot.names import Modal

CHOICE = "choice"
"""What stands before the number of a question in the ``block_id`` of its options.

Slack keeps what was chosen in a block while a modal is updated to another with that block in it: under one name, the
next question would begin with an answer.
"""

ENOUGH = 0.8
"""The share of right answers from which on nothing is advised."""


class Turn(NamedTuple):
    """Which question of a quiz it is.

    Attributes:
        number: Counted from 1.
        total: Of how many.
        metadata: Comes back with what is submitted.
    """

    number: int
    total: int
    metadata: str

    @property
    def title(self) -> str:
        """``Question 2 of 5``."""
        return f"Question {self.number} of {self.total}"


def choice_of(number: int) -> str:
    """The ``block_id`` of the options of a question, counted from 1."""
    return f"{CHOICE}_{number}"


def question_modal(prompt: str, options: Sequence[str], turn: Turn) -> Block:
    """A question.

    Args:
        prompt: What is asked.
        options: What may be chosen.
        turn: Which it is.
    """
    answers = [(text, str(place)) for place, text in enumerate(options)]
    return modal(
        turn.title,
        [section(bold(prompt)), field(choice_of(turn.number), "Choose one", choose(answers))],
        callback_id=Modal.QUIZ,
        close="Later",
        submit="Answer",
        metadata=turn.metadata,
    )


def right_modal(chosen: str, because: str, turn: Turn) -> Block:
    """Says that an answer was right, and why."""
    said = section(f"✅ *Right:* {escape(chosen)}")
    return _answered([said, section(escape(because))], turn)


def wrong_modal(chosen: str, right: str, because: str, card: Message | None, turn: Turn) -> Block:
    """Says what is right, and shows the card that says so.

    Args:
        chosen: What was chosen.
        right: What is right.
        because: It, in a sentence.
        card: The card; ``None`` where it is gone.
        turn: Which question it is.
    """
    blocks = [
        section(f"*Not quite.* You chose: {escape(chosen)}"),
        section(f"✅ *Right:* {escape(right)}\n{escape(because)}"),
        *([divider(), *readable(card)] if card else []),
    ]
    return _answered(blocks, turn)


def result_modal(right: int, total: int) -> Block:
    """How a quiz went."""
    blocks = [section(f"{bold(f'{right} of {total} right.')} {_told(right, total)}")]
    if right < total:
        blocks.append(
            context("What you got wrong comes back on the Home tab, in a few days, and then less and less often.")
        )
    blocks.append(context("Nobody else sees this, unless you share it under *Set my shifts*."))
    return modal("Quiz done", blocks, callback_id=Modal.QUIZ, close="Done")


def no_questions_modal() -> Block:
    """What is shown where the pack gives no question."""
    return modal(
        "Quiz",
        [section("There is nothing to ask about this just now, so it counts as done.")],
        callback_id=Modal.QUIZ,
        close="Done",
    )


def nothing_due_modal() -> Block:
    """What is shown where somebody wants to practise and nothing is due any more."""
    return modal(
        "Practice", [section("Nothing is due just now. You are up to date.")], callback_id=Modal.QUIZ, close="Close"
    )


def over_modal() -> Block:
    """What is shown in the place of a quiz that is no longer there."""
    return modal(
        "Quiz", [section("This quiz is no longer there. Nothing was lost.")], callback_id=Modal.QUIZ, close="Close"
    )


def _answered(blocks: Sequence[Block], turn: Turn) -> Block:
    return modal(
        turn.title,
        blocks,
        callback_id=Modal.QUIZ,
        close="Later",
        submit="Next" if turn.number < turn.total else "Finish",
        metadata=turn.metadata,
    )


def _told(right: int, total: int) -> str:
    if right == total:
        return "All of them."
    return "Well done." if right >= ENOUGH * total else "Read those cards once more; then they stick."

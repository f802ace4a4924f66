"""The card of whatever a question comes to."""

from typing import assert_never

from bot.cards.blocks import Message
from bot.cards.comparisons import comparison_card
from bot.cards.entries import entry_card
from bot.cards.lookups import which_one_card
from bot.cards.questions import fenced_card, silent_card, understood_card
from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested, Understood
from bot.knowledge.outcomes import EXACT_SCORE, Ambiguous, Candidate, ComparisonOutcome
from bot.knowledge.pack import Pack


def asked_card(outcome: Asked, pack: Pack, comparison: ComparisonOutcome | None = None) -> Message:
    """Render what a question came to, for the person who asked.

    Args:
        outcome: What it came to.
        pack: Has the sources.
        comparison: The comparison of what was named, where that is the answer.
    """
    match outcome:
        case Answered(understood):
            return _answer(understood, pack, comparison, is_sure=True)
        case Suggested(understood):
            return _answer(understood, pack, comparison, is_sure=False)
        case Silent():
            return silent_card(outcome, pack)
        case Fenced():
            return fenced_card(outcome, pack)
        case _:
            assert_never(outcome)


def _answer(understood: Understood, pack: Pack, comparison: ComparisonOutcome | None, *, is_sure: bool) -> Message:
    if understood.question is not None:
        return understood_card(understood, pack, is_sure=is_sure)
    if comparison is not None:
        return comparison_card(comparison, pack)
    if len(understood.entries) == 1:
        return entry_card(understood.entries[0], pack)
    return which_one_card(Ambiguous(tuple(Candidate(entry, EXACT_SCORE) for entry in understood.entries)))

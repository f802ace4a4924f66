"""Practising: when a question that somebody got wrong should come again, by FSRS, the method of spaced repetition.

The library ``fsrs`` counts it, with its own parameters. Its steps of minutes are left out: a learner comes back on
another shift, not in ten minutes.
"""

from datetime import UTC, datetime
from typing import Any, cast

from fsrs import Card, Rating, Scheduler
from fsrs.card import CardDict

from bot.storage.quizzes import Miss

_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def recalled(question: str, before: Miss | None, now: datetime, *, is_right: bool) -> Miss | None:
    """What an answer says of how well a question is known.

    Args:
        question: What the question is made from.
        before: What was known of it, where it was got wrong before.
        now: The moment, in UTC.
        is_right: Whether it was answered right.

    Returns:
        When it should come again; ``None`` for one that was never got wrong.
    """
    if before is None and is_right:
        return None
    card = Card.from_dict(cast(CardDict, dict(before.memory))) if before else Card(card_id=0, due=now)
    rating = Rating.Good if is_right else Rating.Again
    card, _ = _SCHEDULER.review_card(card, rating, now.astimezone(UTC))
    memory: dict[str, Any] = dict(card.to_dict())
    return Miss(question, memory, card.due)

"""Speaking unasked: what a channel may hear from the bot though nobody addressed it, and what it may not.

These rules know neither Slack nor a database, so that a replay of last month's messages is judged by what is live.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.admitting import Private, ask
from bot.core.library import Library
from bot.knowledge.asked import Answered, Asked, Understood
from bot.knowledge.channels import Came, Manners
from bot.matching.wording import ASKS, LITTLE

A_DAY = timedelta(days=1)
"""Within it the same question is not answered twice in a channel."""

AN_HOUR = timedelta(hours=1)
"""The cap counts answers within it; and an answer that is later than this comes too late."""

LONGEST = 1000
"""Characters of a message that may be a question for everybody; a longer one is a story."""

_SENTENCE_END = re.compile(r"[.!:,;\n]+")
_AROUND_WORDS = ".,:;!’'\"()*_~-–—"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said in a channel unasked.

    Attributes:
        reference: What was answered, e.g. ``question:scan-duration:ct``.
        at: When.
    """

    reference: str
    at: datetime


def may_be_question(text: str) -> bool:
    """Whether a text may have the form of a question: a look of a microsecond, before anything reads it.

    A mark anywhere, or a part of it that begins, small words aside, with a word that questions begin with; what is let
    pass here is read by `Library.ask`, which is stricter.
    """
    if not text or len(text) > LONGEST:
        return False
    return "?" in text or any(map(_begins_to_ask, _SENTENCE_END.split(text)))


def _begins_to_ask(part: str) -> bool:
    for word in part.lower().split():
        plain = word.strip(_AROUND_WORDS).replace("’", "'").removesuffix("'s")
        if plain in ASKS:
            return True
        if plain and plain not in LITTLE:
            return False
    return False


def hear(library: Library, text: str) -> Asked | Private | None:
    """What a message comes to that was written to everybody; ``None`` where it has not the form of a question."""
    return ask(library, text) if may_be_question(text) else None


def sure(asked: Asked | Private | None, manners: Manners) -> Understood | None:
    """What may be answered unasked: surely understood, and written for those who are in the channel."""
    if not isinstance(asked, Answered):
        return None
    question = asked.understood.question
    if question is not None and not manners.audiences & set(question.audience):
        return None
    return asked.understood


def why_not(reference: str, spoken: Iterable[Spoken], manners: Manners, now: datetime) -> Came | None:
    """Why an answer may not be given now; ``None`` where it may.

    Args:
        reference: The answer.
        spoken: What was said unasked in the channel within a day.
        manners: What its owners decided.
        now: The moment.
    """
    if manners.hours is not None and not manners.hours.include(now):
        return Came.CLOSED
    said = list(spoken)
    if any(one.reference == reference and now - one.at < A_DAY for one in said):
        return Came.REPEATED
    if sum(now - one.at < AN_HOUR for one in said) >= manners.cap:
        return Came.CAPPED
    return None

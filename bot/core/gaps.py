"""Naming gaps: what somebody asked for and got no answer to, by what was understood; never by what was typed.

The one exception is the normalised term of a look-up that found nothing: a word or a few, after the privacy gate.
"""

import re

from bot.core.conversing import Said
from bot.core.library import Library
from bot.knowledge.asked import Silent, Suggested
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import Ambiguous, Found, How, NotFound
from bot.matching.normal import fold

LONGEST_TERM = 40
MOST_WORDS = 4

_NUMBER = re.compile(r"\d{4}")
"""A run of digits that is in no term, but in numbers of people and things."""


def gap_of(said: Said | None, term: str = "") -> str | None:
    """The gap that an outcome leaves; ``None`` where it leaves none, or nothing was understood of it.

    Args:
        said: What a text came to.
        term: What was looked up, where it was a look-up.

    Returns:
        ``near:scan-duration:ct``, ``about:ct,mri`` or ``term:npo``.
    """
    match said:
        case Silent(nearest=(first, *_), entries=entries):
            return f"near:{first.id}:{','.join(entry.id for entry in entries)}"
        case Silent(entries=(_, *_) as entries):
            return f"about:{','.join(entry.id for entry in entries)}"
        case Suggested(understood) if understood.question is not None:
            return f"near:{understood.question.id}:{','.join(entry.id for entry in understood.entries)}"
        case Suggested(understood) if understood.entries:
            return f"about:{','.join(entry.id for entry in understood.entries)}"
        case NotFound():
            return term_gap(term)
        case _:
            return None


def term_gap(term: str) -> str | None:
    """The gap of a term that nothing goes by; ``None`` for what is no term: a story, a number."""
    folded = fold(term)
    if not folded or len(folded) > LONGEST_TERM or len(folded.split()) > MOST_WORDS or _NUMBER.search(folded):
        return None
    return f"term:{folded}"


def is_closed(name: str, library: Library) -> bool:
    """Whether a term that was looked up in vain is there by now; other gaps close when an answer is approved."""
    return found_by_now(name, library) is not None


def found_by_now(name: str, library: Library) -> Entry | None:
    """What a term that was looked up in vain finds by now, where it does so exactly; ``None`` for other gaps."""
    kind, _, term = name.partition(":")
    if kind != "term":
        return None
    match library.look_up(term):
        case Found(entry=entry, how=how) if how is not How.FUZZY:
            return entry
        case Ambiguous(candidates=(first, *_), is_exact=True):
            return first.entry
        case _:
            return None


def in_words(name: str, library: Library) -> str:
    """A gap as owners read it: ``near “How long does a scan take?”, about Computed tomography (CT)``."""
    kind, _, rest = name.partition(":")
    if kind == "term":
        return f"“{rest}”"
    question_id, _, ids = rest.partition(":") if kind == "near" else ("", "", rest)
    entries = [entry.title for one in ids.split(",") if (entry := library.entry(one))]
    about = f"about {', '.join(entries)}" if entries else ""
    question = library.question(question_id)
    near = f"near “{question.name}”" if question else ""
    return ", ".join(filter(None, (near, about))) or rest

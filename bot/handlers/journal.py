"""The journal: a line an answer for whoever runs this, and a row for whoever counts.

What was asked for is in it; what was typed, and in the row who asked, never is.
"""

import logging
import re
import secrets
import traceback
from time import perf_counter
from typing import assert_never

from bot.core.admitting import Private
from bot.core.conversing import Helped, Listed, Said
from bot.knowledge.asked import Answered, Fenced, Silent, Suggested
from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    DifferentKinds,
    Found,
    NotFound,
    TooFew,
    TooMany,
    Unclear,
)
from bot.storage.usage import Usage, UsageWriter

logger = logging.getLogger(__name__)

MENTION, DIRECT, SHORTCUT, SEARCH, CHANNEL = "mention", "direct message", "message shortcut", "search", "channel"
"""Where something was asked for, besides by a slash command."""

_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")


def note(surface: str, said: Said, started: float, usage: UsageWriter) -> str | None:
    """Log and count what a text came to: ``/modality found short:mri 0.21 ms``.

    Args:
        surface: Where it was asked for: ``/modality``, ``mention``.
        said: What it came to.
        started: ``perf_counter()`` when its listener began.
        usage: Counts it.

    Returns:
        Which answer was given: ``short:mri``; ``None`` where none was.
    """
    outcome, answer = _counted(said)
    identifiers = tuple(one.value for one in said.identifiers) if isinstance(said, Private) else ()
    note_outcome(surface, outcome, answer, started, usage, identifiers=identifiers)
    return answer


def note_outcome(
    surface: str,
    outcome: str,
    answer: str | None,
    started: float,
    usage: UsageWriter,
    *,
    identifiers: tuple[str, ...] = (),
) -> None:
    """Log and count something that was asked for, by the name of its outcome and what was answered."""
    milliseconds = (perf_counter() - started) * 1000
    if logger.isEnabledFor(logging.INFO):
        logger.info("%s %s %s %.2f ms", surface, outcome, answer or "-", milliseconds)
    usage.note(Usage(surface, outcome, answer, round(milliseconds, 2), identifiers))


def _counted(said: Said) -> tuple[str, str | None]:
    """The outcome's name, and which answer was given."""
    match said:
        case Found(entry=entry):
            return "found", f"short:{entry.id}"
        case Ambiguous():
            return "asked", None
        case Compared(items=items):
            return "compared", f"compared:{','.join(entry.id for entry in items)}"
        case Answered(understood):
            return "answered", understood.reference
        case Suggested(understood):
            return "suggested", understood.reference
        case (
            NotFound()
            | TooFew()
            | TooMany()
            | DifferentKinds()
            | Unclear()
            | Silent()
            | Fenced()
            | Private()
            | Helped()
            | Listed()
        ):
            return _INNER_CAPITAL.sub("_", type(said).__name__).lower(), None
        case _:
            assert_never(said)


def log_fault(what: str, error: Exception) -> str:
    """Log a fault of ours with its trace, and without its words, which may quote what somebody typed.

    Args:
        what: Where it happened: ``a round``.
        error: It.

    Returns:
        The reference that the log has it under, for whoever is told of it.
    """
    reference = secrets.token_hex(4)
    trace = "".join(traceback.format_tb(error.__traceback__))
    logger.error("fault %s in %s: %s\n%s", reference, what, type(error).__name__, trace)
    return reference

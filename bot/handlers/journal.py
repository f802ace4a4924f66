"""The journal: a line an answer for whoever runs this, and a row for whoever counts.

What was asked for is in it; what was typed, and in the row who asked, never is.
"""

import logging
import re
from time import perf_counter
from typing import assert_never

from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    ComparisonOutcome,
    DifferentKinds,
    Found,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.names import Command
from bot.storage.usage import Usage, UsageWriter

logger = logging.getLogger(__name__)

_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")


def note(command: Command, outcome: Outcome | ComparisonOutcome, started: float, usage: UsageWriter) -> None:
    """Log and count what a command came to: ``modality found mri exact 0.21 ms``.

    Args:
        command: The command.
        outcome: What it came to.
        started: ``perf_counter()`` when its listener began.
        usage: Counts it.
    """
    milliseconds = (perf_counter() - started) * 1000
    if logger.isEnabledFor(logging.INFO):
        logger.info("%s %s %.2f ms", command, _told(outcome), milliseconds)
    usage.note(Usage(command.slash(), *_counted(outcome), round(milliseconds, 2)))


def _told(outcome: Outcome | ComparisonOutcome) -> str:
    match outcome:
        case Found(entry=entry, how=how):
            return f"found {entry.id} {how}"
        case Ambiguous(candidates=candidates):
            return f"asked {len(candidates)}"
        case NotFound():
            return "not_found"
        case Compared(items=items, written=written):
            return f"compared {','.join(entry.id for entry in items)} {'written' if written else 'derived'}"
        case TooFew() | TooMany() | DifferentKinds() | Unclear():
            return type(outcome).__name__
        case _:
            assert_never(outcome)


def _counted(outcome: Outcome | ComparisonOutcome) -> tuple[str, str | None]:
    """The outcome's name, and which answer was given."""
    match outcome:
        case Found(entry=entry):
            return "found", f"short:{entry.id}"
        case Ambiguous():
            return "asked", None
        case NotFound():
            return "not_found", None
        case Compared(items=items):
            return "compared", f"compared:{','.join(entry.id for entry in items)}"
        case TooFew() | TooMany() | DifferentKinds() | Unclear():
            return _INNER_CAPITAL.sub("_", type(outcome).__name__).lower(), None
        case _:
            assert_never(outcome)

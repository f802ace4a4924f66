"""The journal: a line an answer, for whoever runs this. What was asked for is in it, what was typed never is."""

import logging
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

logger = logging.getLogger(__name__)


def note(command: Command, outcome: Outcome | ComparisonOutcome, started: float) -> None:
    """Log what a command came to: ``modality found mri exact 0.21 ms``.

    Args:
        command: The command.
        outcome: What it came to.
        started: ``perf_counter()`` when its listener began.
    """
    if logger.isEnabledFor(logging.INFO):
        logger.info("%s %s %.2f ms", command, _told(outcome), (perf_counter() - started) * 1000)


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

"""Checking packs as an author wants them checked: what loads, and what people type finds what it should."""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import PackError
from bot.knowledge.drafts import Location, Problems
from bot.knowledge.entries import Entry
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Ambiguous, Found, Outcome
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver


def check_packs(packs: Sequence[Path]) -> Pack:
    """Load packs and run the tests that their entries carry.

    Raises:
        PackError: Something does not validate, or a test of an entry fails.
    """
    pack = load(packs)
    resolver = Resolver(pack.entries.values())
    problems = Problems()
    for entry in pack.entries.values():
        for number, text in enumerate(entry.tests.should_match):
            if entry not in _offered(outcome := resolver.resolve(text, entry.kind)):
                message = f"{text!r} does not find this entry but {_told(outcome)}"
                location: Location = ("tests", "should_match", number)
                problems.report(pack.origins[entry.id](location), location, message)
        for number, text in enumerate(entry.tests.must_not_match):
            outcome = resolver.resolve(text)
            if isinstance(outcome, Found) and outcome.entry is entry:
                message = f"{text!r} finds this entry"
                location = ("tests", "must_not_match", number)
                problems.report(pack.origins[entry.id](location), location, message)
    if problems.found:
        raise PackError(problems.found)
    return pack


def _offered(outcome: Outcome) -> tuple[Entry, ...]:
    match outcome:
        case Found(entry=entry):
            return (entry,)
        case Ambiguous(candidates=candidates):
            return tuple(candidate.entry for candidate in candidates)
        case _:
            return ()


def _told(outcome: Outcome) -> str:
    return ", ".join(entry.id for entry in _offered(outcome)) or "nothing"

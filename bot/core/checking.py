"""Checking packs as an author wants them checked: what loads, and what people type finds what it should."""

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

from bot.errors import PackError
from bot.knowledge.asked import Answered, Asked, Suggested
from bot.knowledge.drafts import Location, Problems
from bot.knowledge.entries import Entry
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Found, Outcome, offered
from bot.knowledge.pack import Pack
from bot.knowledge.questions import Question, sentences_of
from bot.matching.asking import Asker
from bot.matching.resolving import Resolver


def check_packs(packs: Sequence[Path]) -> Pack:
    """Load packs and run the tests that their entries carry.

    Raises:
        PackError: Something does not validate, or a test of an entry fails.
    """
    pack = load(packs)
    resolver = Resolver(pack.entries.values())
    problems = Problems()
    for (entry, location, text), other, others in _stolen(pack, resolver):
        message = f"{text!r} means {other.id} too, by its {others!r}: keep it on one, or put ambiguous: true on each"
        problems.report(pack.origins[entry.id](location), location, message)
    for entry in pack.entries.values():
        for number, text in enumerate(entry.tests.should_match):
            if entry not in offered(outcome := resolver.resolve(text, entry.kind)):
                message = f"{text!r} does not find this entry but {_told(outcome)}"
                location = ("tests", "should_match", number)
                problems.report(pack.origins[entry.id](location), location, message)
        for number, text in enumerate(entry.tests.must_not_match):
            outcome = resolver.resolve(text)
            if isinstance(outcome, Found) and outcome.entry is entry:
                message = f"{text!r} finds this entry"
                location = ("tests", "must_not_match", number)
                problems.report(pack.origins[entry.id](location), location, message)
    for question, location, message in _misunderstood(
        pack, Asker(pack.questions.values(), resolver, weighed_by=pack.first)
    ):
        problems.report(pack.origins[question.id](location), location, message)
    if problems.found:
        raise PackError(problems.found)
    return pack


def _misunderstood(pack: Pack, asker: Asker) -> Iterator[tuple[Question, Location, str]]:
    """What is wrong with how questions are asked: templates that say nothing, and tests that fail."""
    for question in pack.questions.values():
        for number, template in enumerate(question.ask if question.opens is None else ()):
            if bare := next((sentence for sentence in sentences_of(template) if asker.says_nothing(sentence)), None):
                message = f"{bare!r} has no word that tells it from other questions"
                yield question, ("ask", number), message
        for field, should in (("should_match", True), ("must_not_match", False)):
            for number, text in enumerate(getattr(question.tests, field)):
                asked = asker.ask(text)
                if (question in _taken_for(asked, pack)) is not should:
                    told = ", ".join(other.id for other in _taken_for(asked, pack)) or type(asked).__name__.lower()
                    verb = "is not taken for this question but" if should else "is taken for"
                    yield question, ("tests", field, number), f"{text!r} {verb} {told}"


def _taken_for(asked: Asked, pack: Pack) -> tuple[Question, ...]:
    """The question that a sentence was taken for; one that opens a card is any of those that open such a card."""
    match asked:
        case Answered(understood) | Suggested(understood):
            if understood.question is not None:
                return (understood.question,)
            opens = "comparison" if understood.is_comparison else "entry"
            return tuple(question for question in pack.questions.values() if question.opens == opens)
        case _:
            return ()


_Claim = tuple[Entry, Location, str]
"""An entry, and a phrase it goes by with where that is written."""


def _stolen(pack: Pack, resolver: Resolver) -> Iterator[tuple[_Claim, Entry, str]]:
    """Each phrase of an entry that, however it is written, is another's as well, and that one with its phrase.

    Entries that both say that they are ambiguous share what they like.
    """
    claims: dict[str, list[_Claim]] = {}
    for entry in pack.entries.values():
        for location, text in _own_terms(entry):
            for form in resolver.forms(text):
                claims.setdefault(form, []).append((entry, location, text))
    told = set[tuple[str, Location, str]]()
    for sharing in claims.values():
        for (entry, location, text), (other, _, others) in permutations(sharing, 2):
            key = (entry.id, location, other.id)
            if entry is not other and not (entry.ambiguous and other.ambiguous) and key not in told:
                told.add(key)
                yield (entry, location, text), other, others


def _own_terms(entry: Entry) -> Iterator[tuple[Location, str]]:
    yield ("name",), entry.name
    for field in ("abbreviations", "aliases"):
        for number, text in enumerate(getattr(entry, field)):
            yield (field, number), text


def _told(outcome: Outcome) -> str:
    return ", ".join(entry.id for entry in offered(outcome)) or "nothing"

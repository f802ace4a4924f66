"""Typing ahead: what somebody may be about to type, while they type it."""

from bisect import bisect_left
from collections.abc import Iterable

from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import offered
from bot.knowledge.questions import Question
from bot.matching.normal import fold
from bot.matching.resolving import Resolver

MOST = 50
"""Suggestions; Slack shows at most 100, and nobody reads as many."""

_END = "\U0010ffff"


class Typeahead:
    """The names and questions of one revision by how their words begin.

    Args:
        entries: In any order.
        questions: Those that are answered in words.
        resolver: Finds what is typed with slips.
    """

    def __init__(self, entries: Iterable[Entry], questions: Iterable[Question], resolver: Resolver) -> None:
        self._resolver = resolver
        beginnings: dict[tuple[str, int, str], Entry | Question] = {}
        for entry in entries:
            for text in (entry.name, *entry.abbreviations):
                for rank, beginning in _beginnings(text):
                    beginnings[beginning, 2 * rank, entry.id] = entry
            for text in entry.aliases:
                for rank, beginning in _beginnings(text):
                    beginnings[beginning, 2 * rank + 1, entry.id] = entry
        for question in questions:
            if question.opens is None:
                for rank, beginning in _beginnings(question.name):
                    beginnings[beginning, rank + 4, question.id] = question
        self._keys = sorted(beginnings)
        self._found = [beginnings[key] for key in self._keys]

    def find(self, typed: str) -> tuple[Entry | Question, ...]:
        """At most `MOST`: names, then aliases that begin so, those with a word that does, questions; else by slips."""
        folded = fold(typed)
        if not folded:
            return ()
        first, last = bisect_left(self._keys, (folded,)), bisect_left(self._keys, (folded + _END,))
        places = sorted(range(first, last), key=lambda place: (self._keys[place][1], len(self._keys[place][0]), place))
        found = dict.fromkeys(self._found[place] for place in places)
        if not found:
            found = dict.fromkeys(offered(self._resolver.resolve(typed)))
        return tuple(found)[:MOST]


def _beginnings(text: str) -> Iterable[tuple[int, str]]:
    """A text, and what is left of it from each later word on; the rank is 0 for the whole of it, else 1."""
    words = fold(text).split()
    return ((int(start > 0), " ".join(words[start:])) for start in range(len(words)))

"""What people take for one another: the order in which a quiz puts wrong options beside a right one."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from bot.core.quizzing.evidence import HELD_AGAINST, Evidence
from bot.core.quizzing.language import words_of
from bot.core.quizzing.words import REGIONS
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.matching.normal import fold, squeezed
from bot.names import Kind

_RELATED = 3
"""What it counts that one card leads to the other."""

_SHARED = 2
"""What a region or a kind of rays in common counts, where a word in common counts one."""

_WELL_KNOWN = (3, 10)
"""How many cards lead to an entry that people have heard of, and to one that everybody has; cards about the same region
of the body do not count, since a small field leads to its own."""


class Neighbours:
    """Which entries stand near which.

    A confusable pair is one that somebody wrote a comparison of; where abbreviations are asked, also one whose
    official abbreviations differ in one letter.
    """

    def __init__(self, pack: Pack, evidence: Evidence) -> None:
        self._pairs: dict[str, set[str]] = {name: set() for name in pack.entries}
        for comparison in pack.comparisons.values():
            _join(self._pairs, comparison.items)
        self._like_codes = {name: set(others) for name, others in self._pairs.items()}
        for ids in _one_letter_apart(evidence.entries):
            _join(self._like_codes, ids)
        places = {entry.id: REGIONS.of(words_of(entry.name)) for entry in evidence.entries}
        leads = Counter(
            other for entry in evidence.entries for other in entry.related if places[entry.id].isdisjoint(places[other])
        )
        self._known = {name: sum(leads[name] >= many for many in _WELL_KNOWN) for name in pack.entries}
        self._of_kind: dict[Kind, list[_Neighbour]] = {}
        for entry in evidence.entries:
            one = _Neighbour(entry, _marks(entry, evidence), crc32(entry.id.encode()))
            self._of_kind.setdefault(entry.kind, []).append(one)
        self._evidence = evidence
        self._orders: dict[str, tuple[tuple[int, Entry], ...]] = {}

    def pairs_with(self, entry: Entry) -> frozenset[str]:
        """Ids of what makes a confusable pair with an entry."""
        return frozenset(self._pairs[entry.id])

    def pairs_by_code(self, entry: Entry) -> frozenset[str]:
        """Ids of what makes a confusable pair with an entry where abbreviations are asked."""
        return frozenset(self._like_codes[entry.id])

    def of(self, entry: Entry) -> tuple[tuple[int, Entry], ...]:
        """The other entries of an entry's kind with their bits, pairs first, then those near it.

        The same in every process; among equals by chance, so that no letter of the alphabet is favored.
        """
        if entry.id not in self._orders:
            me = next(one for one in self._of_kind[entry.kind] if one.entry is entry)
            pairs, related = self._pairs[entry.id], frozenset(entry.related)
            ranked = [
                (
                    one.entry.id not in pairs,
                    -self._known[one.entry.id]
                    - _RELATED * ((one.entry.id in related) + (entry.id in one.entry.related))
                    - len(me.marks & one.marks),
                    me.chance ^ one.chance,
                    one.entry,
                )
                for one in self._of_kind[entry.kind]
                if one is not me
            ]
            ranked.sort(key=itemgetter(0, 1, 2))
            self._orders[entry.id] = tuple((self._evidence.bit(other.id), other) for *_, other in ranked)
        return self._orders[entry.id]


class _Neighbour(NamedTuple):
    entry: Entry
    marks: frozenset[str]
    chance: int


def _join(pairs: dict[str, set[str]], ids: Iterable[str]) -> None:
    for one, other in combinations(dict.fromkeys(ids), 2):
        pairs[one].add(other)
        pairs[other].add(one)


def _marks(entry: Entry, evidence: Evidence) -> frozenset[str]:
    """What makes an entry near to others that have it too: words of its name, where in the body, how it is made."""
    marks = set(evidence.name_words(entry.id))
    if entry.kind in HELD_AGAINST:
        about = evidence.topics(entry.id)
        marks.update(f"{number} {topic}" for topic in about.at_home | about.physics for number in range(_SHARED))
    return frozenset(marks)


def _one_letter_apart(entries: Iterable[Entry]) -> Iterable[list[str]]:
    """Groups of entries of one kind whose abbreviations are as long and differ in one letter only."""
    with_gap: dict[tuple[Kind, str, str], list[str]] = {}
    for entry in entries:
        for code in {squeezed(fold(abbreviation)) for abbreviation in entry.abbreviations}:
            for place in range(len(code)):
                with_gap.setdefault((entry.kind, code[:place], code[place + 1 :]), []).append(entry.id)
    return with_gap.values()

"""Questions about abbreviations: what one stands for, and which one is used for a name."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from bot.core.quizzing.evidence import Evidence, codes_of
from bot.core.quizzing.forms import Blank, Form, Option
from bot.core.quizzing.language import words_of
from bot.core.quizzing.neighbours import Neighbours
from bot.knowledge.entries import Entry
from bot.matching.normal import fold, squeezed
from bot.matching.words import GLUE, SCAN_NOUNS
from bot.names import Kind

LONGEST_CODE = 12
"""Characters of an abbreviation that is asked: a longer one is a name."""

LIKEST = 24
"""Entries that are looked at for wrong options."""

_SHORTEST_PART = 3
"""Letters of a part of an abbreviation that is no initials but the beginning of a word: *GYN* in *OB-GYN*."""

_COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011'\u2019][^\W_]+)*")
_MAY_GIVE_NONE = GLUE | SCAN_NOUNS


class _Shape(NamedTuple):
    first: str
    last: str
    length: int
    letters: frozenset[str]


def code_blanks(evidence: Evidence, neighbours: Neighbours) -> Iterator[Blank]:
    """Every question about an official abbreviation that stands for one entry of its kind alone.

    An entry is never a wrong option where it goes by the abbreviation too, is told apart from it, is a form of the
    entry asked about, or where its name would make the same abbreviation.
    """
    coded = _Coded(evidence)
    for entry in evidence.entries:
        for code in _asked(entry):
            readings = evidence.readings(code) & ~evidence.bit(entry.id)
            if not readings & evidence.of_kind(entry.kind):
                pairs = neighbours.pairs_by_code(entry)
                others = coded.likest(entry, code, pairs)
                yield from _stands_for(entry, code, others, pairs, is_shared=bool(readings))
                yield from _abbreviation(entry, code, others, pairs)


class _Coded:
    """The entries of a kind by what their abbreviations look like.

    Of a kind that has many abbreviations, only the entries that have one: their names are the ones to confuse.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._of_kind: dict[Kind, list[tuple[Entry, int, int, tuple[_Shape, ...]]]] = {}
        for kind in Kind:
            entries = [entry for entry in evidence.entries if entry.kind is kind]
            coded = [entry for entry in entries if entry.abbreviations]
            self._of_kind[kind] = [
                (entry, evidence.bit(entry.id), crc32(entry.id.encode()), _shapes(entry))
                for entry in (coded if len(coded) >= LIKEST else entries)
            ]

    def likest(self, entry: Entry, code: str, pairs: AbstractSet[str]) -> list[Entry]:
        """The entries of a kind whose abbreviation looks most like a code, pairs first; no forms and no readings."""
        ruled_out = self._evidence.forms(entry.id) | self._evidence.bit(entry.id)
        ruled_out |= self._evidence.readings(code) | _told_apart(entry, self._evidence)
        mine, chance = _shape(code), crc32(code.encode())
        ranked = [
            (other.id not in pairs, -max([_likeness(mine, shape) for shape in shapes]), order ^ chance, other)
            for other, bit, order, shapes in self._of_kind[entry.kind]
            if not bit & ruled_out
        ]
        return [other for *_, other in nsmallest(LIKEST, ranked, key=itemgetter(0, 1, 2))]


def _asked(entry: Entry) -> tuple[str, ...]:
    """The abbreviations that an entry can be asked by: those made of its name, once each; else its first one alone.

    Another one beside those may be made of another name: *ALARP* is *as low as reasonably practicable*.
    """
    codes = {letters_of(code): code for code in reversed(entry.abbreviations) if len(code) <= LONGEST_CODE}
    spelled = tuple(code for code in reversed(codes.values()) if spells(code, entry.name))
    return spelled or tuple(code for code in entry.abbreviations[:1] if len(code) <= LONGEST_CODE)


def spells(code: str, name: str) -> bool:
    """Whether an abbreviation is made of a name, as *MRCP* is of *Magnetic resonance cholangiopancreatography*.

    Each word gives its first letter and may give more; only *of*, *and*, *imaging* and the like may give none. *KUB* is
    said of an abdominal x-ray too, but nobody could tell that from the name.
    """
    return _spelled(letters_of(code), _compounds(name))


def _spelled(letters: str, words: tuple[str, ...]) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if word in _MAY_GIVE_NONE and _spelled(letters, rest):
        return True
    if not letters or letters[0] != word[:1]:
        return False
    return any(_spelled(letters[taken:], rest) for taken in _givable(letters, word))


def _givable(letters: str, word: str) -> Iterator[int]:
    """How many letters, from the first on, a word may give in its order."""
    place = 0
    for taken, letter in enumerate(letters, start=1):
        place = word.find(letter, place) + 1
        if not place:
            return
        yield taken


def _stands_for(
    entry: Entry, code: str, others: Iterable[Entry], pairs: frozenset[str], *, is_shared: bool
) -> Iterator[Blank]:
    asked = f"does {code} stand for?"
    if is_shared:
        asked = f"Which {entry.kind} {asked}"
    else:
        asked = f"In imaging, what {asked}" if code in entry.also_means else f"What {asked}"
    if spells(code, entry.name) and not _leads_to(code, entry.name):
        yield from Blank.of(
            Form.STANDS_FOR,
            entry.id,
            code,
            prompt=asked,
            right=Option(entry.name, entry.id),
            offered=(
                Option(other.name, other.id)
                for other in others
                if not _could_be(code, other.name) and not _leads_to(code, other.name)
            ),
            because=f"{code} stands for {entry.name}.",
            entries=(entry.id,),
            pairs=pairs,
            clue=f"code:{entry.id}",
        )


def _abbreviation(entry: Entry, code: str, others: Iterable[Entry], pairs: frozenset[str]) -> Iterator[Blank]:
    if _leads_to(code, entry.name):
        return
    mine = {letters_of(term) for term in (*codes_of(entry), *entry.aliases)}
    yield from Blank.of(
        Form.ABBREVIATION,
        entry.id,
        code,
        prompt=f"Which abbreviation is used for {entry.name}?",
        right=Option(code, entry.id),
        offered=(
            Option(theirs, other.id)
            for other in others
            for theirs in other.abbreviations[:1]
            if letters_of(theirs) not in mine
            and not _could_be(theirs, entry.name)
            and not _leads_to(theirs, entry.name)
        ),
        because=f"The abbreviation for {entry.name} is {code}.",
        entries=(entry.id,),
        pairs=pairs,
        clue=f"code:{entry.id}",
    )


def _shapes(entry: Entry) -> tuple[_Shape, ...]:
    """What an entry's abbreviation looks like, or would: its own ones and the initials of its name."""
    initials = "".join(word[0] for word in words_of(entry.name) if word not in GLUE)
    return tuple(map(_shape, (*entry.abbreviations, initials)))


def _shape(code: str) -> _Shape:
    letters = letters_of(code)
    return _Shape(letters[:1], letters[-1:], len(letters), frozenset(letters))


def _likeness(one: _Shape, other: _Shape) -> int:
    """How many letters two codes share, and whether they begin, end and are long alike."""
    shared = len(one.letters & other.letters)
    return 2 * shared + (one.first == other.first) + (one.last == other.last) - abs(one.length - other.length)


@lru_cache(maxsize=4096)
def letters_of(term: str) -> str:
    """An abbreviation as its letters and digits alone, in lower case."""
    return squeezed(fold(term))


_folded = lru_cache(maxsize=4096)(fold)


@lru_cache(maxsize=1024)
def _compounds(name: str) -> tuple[str, ...]:
    """The words of a name, those joined by hyphens as one."""
    return tuple(letters_of(word) for word in _COMPOUND.findall(name))


def _could_be(code: str, name: str) -> bool:
    """Whether somebody could read an abbreviation as a name, or as its beginning."""
    words = _compounds(name)
    return any(_spelled(letters_of(code), words[:count]) for count in range(1, len(words) + 1))


def _leads_to(code: str, name: str) -> bool:
    """Whether a code and a name have more in common than letters in order: *SEG* and *Segmentation*, *GI series*."""
    letters = letters_of(code)
    words = _folded(name).split()
    parts = [part for part in _folded(code).split() if len(part) >= _SHORTEST_PART]
    return (
        letters in words
        or letters_of(name) == letters
        or any(len(word) >= _SHORTEST_PART and word in letters for word in words)
        or any(word.startswith(part) for part in parts for word in words)
        or not {letter for letter in letters if letter.isdigit()}.isdisjoint(name)
    )


def _told_apart(entry: Entry, evidence: Evidence) -> int:
    """The entries that are named where an entry tells what else its codes stand for."""
    found = 0
    for texts in entry.also_means.values():
        for text in texts:
            found |= evidence.within(text)
    return found

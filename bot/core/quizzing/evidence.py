"""What a pack says about whom: the ground on which an option is held to be wrong.

Nobody reviewed that lensometry does not show gout; but where no text of a pack brings the two together, where no word
for the one stands beside the other, and where neither is a form of the other, a quiz may let one stand beside the
other. Everything here errs on one side: a needless *said* costs a question, a missing one makes it unfair.

Sets of entries are bits of whole numbers, the bit of an entry being its place by id: a pack of 400 entries is asked in
microseconds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.core.quizzing.language import Stems, meaning, texts_of, without_denials, words_as_written, words_of
from bot.core.quizzing.words import ACTS, FINDINGS, NO_PICTURE, NO_PICTURES, PHYSICS, REGIONS
from bot.knowledge.entries import Entry
from bot.knowledge.pack import Pack
from bot.matching.normal import fold, squeezed
from bot.matching.words import GLUE, ORDINARY, SCAN_NOUNS
from bot.names import Kind

HELD_AGAINST = frozenset({Kind.MODALITY, Kind.PROCEDURE, Kind.ROLE})
"""The kinds of which a text anywhere may say something that makes a wrong option right."""

LONGEST_NAME = 8
"""Words of the longest name that is looked for inside a text."""

SHORTEST_ENDING = 5
"""Letters of a word from which on it is looked for at the end of longer ones: *radiologist* in *neuroradiologist*."""

SHORT_CODE = 4
"""Letters up to which a name of one word counts only as it is officially written: *US*, not *tell us*."""

BROAD = 2
"""Forms of an entry from which on it stands for more than itself."""

_WHERE_AT_HOME = ("name", "aliases", "summary", "plain", "best_for", "why", "does", "picture_from", "limits")
"""The fields that say what an entry is about."""

_HOW_MADE = ("name", "picture_from", "summary", "plain", "how_it_works", "preparation", "contrast")
"""The fields that say what a picture is made from."""

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


class Topical(NamedTuple):
    """What an entry is about.

    Attributes:
        at_home: The regions of the body that its very name says.
        topics: The regions, findings and, of a role, acts that its card speaks of.
        physics: What its pictures may be made from: all that its card speaks of and does not deny.
        made_from: What its picture is made from by the field that says so, or else by its card; nothing where it makes
            no picture but a tracing, a number or an answer.
    """

    at_home: frozenset[str]
    topics: frozenset[str]
    physics: frozenset[str]
    made_from: frozenset[str]


def codes_of(entry: Entry) -> tuple[str, ...]:
    """The short forms that an entry goes by or is told apart from: abbreviations, DICOM codes, ambiguous ones."""
    return (*entry.abbreviations, *entry.codes.dicom, *entry.also_means)


class Evidence:
    """What one revision of a pack says about each of its entries.

    Attributes:
        entries: Ordered by id.
        stems: Words to their stems.
    """

    def __init__(self, pack: Pack) -> None:
        self.entries: tuple[Entry, ...] = tuple(pack.entries[name] for name in sorted(pack.entries))
        self.stems = Stems()
        self._bits = {entry.id: 1 << place for place, entry in enumerate(self.entries)}
        self._names = {entry.id: tuple(map(_name_words, _names_of(entry))) for entry in self.entries}
        self._beginning: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for entry in self.entries:
            for name in filter(None, self._names[entry.id]):
                self._beginning.setdefault(name[0], []).append((name, self._bits[entry.id]))
        self._kinds = {kind: sum(self._bits[e.id] for e in self.entries if e.kind is kind) for kind in Kind}
        self._spoken: dict[tuple[str, ...], int] = {}
        self._spoken_codes: dict[str, int] = {}
        self._spoken_lengths: dict[str, list[int]] = {}
        self._learn_names()
        self._said: dict[str, int] = {}
        self._read(pack)
        self._readings = self._terms()
        self._narrower: dict[str, int] = {}
        self._forms, maybe = self._containments()
        self._kin = self._relations(maybe)
        self._topics = {entry.id: _topics_of(entry) for entry in self.entries if entry.kind in HELD_AGAINST}

    def bit(self, entry: str) -> int:
        """The bit of an entry by its id."""
        return self._bits[entry]

    def of_kind(self, kind: Kind) -> int:
        """The entries of a kind."""
        return self._kinds[kind]

    def said(self, stems: Iterable[str]) -> int:
        """The entries about which any text of the pack says any of these."""
        found = 0
        for stem in stems:
            found |= self._said.get(stem, 0)
        return found

    def forms(self, entry: str) -> int:
        """The entries that are a form of an entry, of which it is one, or that share a name or a code with it.

        One is a form of another whose official name, or whose alias of several words, stands in one of its names:
        *cardiac MRI*, *neuroradiologist*.
        """
        return self._forms[entry]

    def kin(self, entry: str) -> int:
        """The forms of an entry, by any alias too, and what is related to it and shares a word of its name."""
        return self._kin[entry]

    def is_broad(self, entry: str) -> bool:
        """Whether several entries are forms of an entry by its official name: *surgeon*, *embolization*."""
        return self._narrower.get(entry, 0) >= BROAD

    def readings(self, term: str) -> int:
        """The entries that an abbreviation, a code, a name or an alias stands for."""
        return self._readings.get(squeezed(fold(term)), 0)

    def topics(self, entry: str) -> Topical:
        """What a modality, a procedure or a role is about."""
        return self._topics[entry]

    def name_words(self, entry: str) -> frozenset[str]:
        """The words of an entry's name, words of one meaning made equal."""
        return frozenset(self._names[entry][0])

    def named_in(self, text: str) -> int:
        """The modalities, procedures and roles that a text names, of names within names the longest."""
        words = words_as_written(text)
        return self._named(words, self.stems.of(words))

    def within(self, text: str) -> int:
        """The entries of which all words of some name stand in a text, in whatever order."""
        words = frozenset(_name_words(text))
        found = 0
        for word in words:
            for name, bit in self._beginning.get(word, ()):
                if words.issuperset(name):
                    found |= bit
        return found

    def _learn_names(self) -> None:
        """Note names as they stand in texts, codes as they do, and the first stem of names to their lengths."""
        lengths: dict[str, set[int]] = {}
        for entry in self.entries:
            if entry.kind not in HELD_AGAINST:
                continue
            for text in _names_of(entry):
                words = words_of(text)
                if len(words) == 1 and len(words[0]) <= SHORT_CODE:
                    self._spoken_codes[text] = self._spoken_codes.get(text, 0) | self._bits[entry.id]
                elif 1 < len(words) <= LONGEST_NAME or (words and words[0] not in ORDINARY):
                    stems = self.stems.of(words)
                    self._spoken[stems] = self._spoken.get(stems, 0) | self._bits[entry.id]
                    lengths.setdefault(stems[0], set()).add(len(stems))
        self._spoken_lengths = {stem: sorted(found, reverse=True) for stem, found in lengths.items()}

    def _named(self, words: list[str], stems: tuple[str, ...]) -> int:
        found = 0
        inside: set[int] = set()
        lengths = self._spoken_lengths
        starts = [] if lengths.keys().isdisjoint(stems) else [n for n, stem in enumerate(stems) if stem in lengths]
        for place in starts:
            if place not in inside:
                for length in lengths[stems[place]]:
                    if bits := self._spoken.get(stems[place : place + length]):
                        found |= bits
                        inside.update(range(place, place + length))
                        break
        if not self._spoken_codes.keys().isdisjoint(words):
            for place, word in enumerate(words):
                if place not in inside:
                    found |= self._spoken_codes.get(word, 0)
        return found

    def _read(self, pack: Pack) -> None:
        """Note of each word about whom it is said: whose text it stands in, and whom its sentence names."""
        for entry in self.entries:
            self._read_texts(entry, self._bits[entry.id] if entry.kind in HELD_AGAINST else 0)
        for comparison in pack.comparisons.values():
            for row in comparison.rows:
                for item, cell in row.cells.items():
                    self._note(f"{row.feature}: {cell}", self._bits[item])
            for item, points in comparison.choose.items():
                self._read_texts(points, self._bits[item])
            every = sum(self._bits[item] for item in comparison.items)
            self._read_texts((comparison.overlap, comparison.sections), every)
            self._read_texts((comparison.summary, comparison.views), 0)
        for fact in pack.facts.values():
            self._read_texts(fact, sum(self._bits[name] for name in fact.about))
        for record in (*pack.questions.values(), *pack.tracks.values()):
            self._read_texts(record, 0)

    def _read_texts(self, value: object, about: int) -> None:
        for text in texts_of(value):
            self._note(text, about)

    def _note(self, text: str, about: int) -> None:
        """Note what a text says about some entries, and each of its sentences about those that it names."""
        words = words_as_written(text)
        stems = self.stems.of(words)
        named = self._named(words, stems) & ~about
        if named and (sentences := _SENTENCE_END.split(text))[1:]:
            for sentence in sentences:
                self._note(sentence, about)
        elif about | named:
            said = self._said
            for stem in set(stems):
                said[stem] = said.get(stem, 0) | about | named

    def _terms(self) -> dict[str, int]:
        """Folded names, aliases and codes to the entries that go by them or are told apart from them."""
        found: dict[str, int] = {}
        for entry in self.entries:
            for term in {*codes_of(entry), *_names_of(entry)}:
                folded = squeezed(fold(term))
                found[folded] = found.get(folded, 0) | self._bits[entry.id]
        return found

    def _containments(self) -> tuple[dict[str, int], dict[str, int]]:
        """Entry id to its forms, and to those that it is one of by an alias of one word alone: *x-ray CT*."""
        bearing: dict[str, int] = {}
        owners: list[str] = []
        for entry in self.entries:
            for name in self._names[entry.id]:
                for word in name:
                    bearing[word] = bearing.get(word, 0) | 1 << len(owners)
                owners.append(entry.id)
        wider = _with_endings(bearing)
        surely = {entry.id: self._sharing_a_code(entry) for entry in self.entries}
        maybe = dict.fromkeys(self._bits, 0)
        for entry in self.entries:
            official = 1 + len(entry.abbreviations)
            for number, name in enumerate(self._names[entry.id]):
                if name:
                    found = wider[name[0]]
                    for word in name[1:]:
                        found &= wider[word]
                    forms = surely if number < official or len(name) > 1 else maybe
                    bearers = {owners[place] for place in _places(found)}
                    for other in bearers:
                        forms[entry.id] |= self._bits[other]
                        forms[other] |= self._bits[entry.id]
                    if number < official:
                        self._narrower[entry.id] = max(self._narrower.get(entry.id, 0), len(bearers) - 1)
        return surely, maybe

    def _sharing_a_code(self, entry: Entry) -> int:
        found = 0
        for term in codes_of(entry):
            found |= self.readings(term)
        return found

    def _relations(self, maybe: Mapping[str, int]) -> dict[str, int]:
        """Entry id to its kin."""
        kin = {name: forms | maybe[name] for name, forms in self._forms.items()}
        for entry in self.entries:
            words = self.name_words(entry.id)
            for other in entry.related:
                if words & self.name_words(other):
                    kin[entry.id] |= self._bits[other]
                    kin[other] |= self._bits[entry.id]
        return kin


def _topics_of(entry: Entry) -> Topical:
    about = [word for text in texts_of(_values(entry, _WHERE_AT_HOME)) for word in words_of(text)]
    made = [word for text in texts_of(_values(entry, _HOW_MADE)) for word in without_denials(text)]
    acts = ACTS.of(about) if entry.kind is Kind.ROLE else frozenset[str]()
    physics = PHYSICS.of(made)
    return Topical(
        at_home=REGIONS.of(words_of(entry.name)),
        topics=REGIONS.of(about) | FINDINGS.of(about) | acts,
        physics=physics,
        made_from=_made_from(entry, physics),
    )


def _made_from(entry: Entry, physics: frozenset[str]) -> frozenset[str]:
    words = words_of(getattr(entry, "picture_from", None) or "")
    if not words or ("picture" in words and not {"no", "not"}.isdisjoint(words)):
        return frozenset()
    if not NO_PICTURES.isdisjoint(words_of(entry.name)):
        return frozenset()
    made_from = PHYSICS.of(words) or physics
    return frozenset() if made_from <= NO_PICTURE else made_from


def _values(entry: Entry, fields: Iterable[str]) -> tuple[object, ...]:
    return tuple(getattr(entry, field, None) for field in fields)


def _names_of(entry: Entry) -> tuple[str, ...]:
    return (entry.name, *entry.abbreviations, *entry.aliases)


def _name_words(name: str) -> tuple[str, ...]:
    """A name's words, words of one meaning made equal, without glue and without *scan* and the like."""
    words = [word for word in words_of(name) if word not in GLUE]
    return tuple(meaning(word) for word in words if word not in SCAN_NOUNS) or tuple(map(meaning, words))


def _with_endings(bearing: Mapping[str, int]) -> dict[str, int]:
    """Each word to the names that have it, also at the end of a longer one."""
    found = dict(bearing)
    for longer, names in bearing.items():
        for start in range(1, len(longer) - SHORTEST_ENDING + 1):
            if longer[start:] in bearing:
                found[longer[start:]] |= names
    return found


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

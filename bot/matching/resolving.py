"""Resolving a term: which entry a text means.

1. The text as it is, then with plurals, spellings, spaces, word order and filler made equal: names, abbreviations,
   codes and aliases that are *the same* text.
2. A code (at most four characters, or with a digit) stops there: it is exact, or the person is asked.
3. Longer text: the closest names. A clear winner that only slips of the hand lie between is the answer (see `slips`),
   close ones are asked about, far ones are not found.

The answer never depends on the order of entries: where two are equally close, both are offered, ordered by id.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import EXACT_SCORE, Ambiguous, Candidate, Found, How, NotFound, Outcome
from bot.matching.english import is_english
from bot.matching.normal import fold, normal, permuted, squeezed, uninverted
from bot.matching.phrases import LONGEST_NAME, Phrases
from bot.matching.scoring import (
    ANSWER,
    ASK,
    INSIDE,
    MARGIN,
    SHORT_WORD,
    Name,
    could_be_code,
    is_capital_code,
    is_code,
    is_one_slip,
    near,
)
from bot.matching.slips import only_slips
from bot.matching.trigrams import TrigramIndex
from bot.matching.words import ANY_SCAN, FILLER, FILLER_WITH_SLIPS, GLUE, ORDINARY, SAYS_TREATMENT, SCAN_NOUNS
from bot.names import Kind

LONGEST = 200
"""Characters of folded text that are looked at; the longest term of a pack has 100."""

MOST_OFFERED = 5
MOST_NEAREST = 3

_NO_NAME = ORDINARY | FILLER | GLUE

_PLURAL_CODE = re.compile(r"\W*([A-Z0-9]{2,}s)\W*")


@dataclass(frozen=True, slots=True)
class _Term:
    """A text that stands for an entry."""

    entry: Entry
    how: How


class Resolver:
    """Resolves texts against the entries of one revision."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._same: dict[str, dict[str, _Term]] = {}
        terms = sorted(_terms(entries), key=lambda item: (item[0], item[1].entry.id))
        self._abbreviations = {
            fold(text) for text, term in terms if is_code(fold(text)) or (term.how is not How.ALIAS and text.isupper())
        }
        for text, term in terms:
            for form in self._forms(fold(text)):
                known = self._same.setdefault(form, {})
                if term.entry.id not in known or known[term.entry.id].how is How.ALIAS:
                    known[term.entry.id] = term
        short = ((squeezed(fold(text)), term.entry) for text, term in terms)
        self._codes = sorted({(code, entry.id): entry for code, entry in short if is_code(code)}.items())
        names = {(normal(fold(text), self._abbreviations), term.entry.id): term.entry for text, term in terms}
        close = [(text, entry) for (text, _), entry in sorted(names.items(), key=lambda item: item[0])]
        self._close = [Name.of(text) for text, _ in close]
        self._close_entries = [entry for _, entry in close]
        self._names: dict[str, list[str]] = {}
        for text, entry in close:
            self._names.setdefault(entry.id, []).append(text)
        self._vocabulary = frozenset(word for text, _ in close for word in text.split())
        self._entries = {entry.id: entry for _, entry in close}
        self._phrases = Phrases([(text, entry.id) for text, entry in close])
        self._trigrams = TrigramIndex([text for text, _ in close])

    def resolve(self, text: str, kind: Kind | None = None) -> Outcome:
        """What a text means.

        Args:
            text: What was typed.
            kind: The kind that the command prefers; it decides between equals and hides nothing.
        """
        folded = fold(text)[:LONGEST]
        if not folded:
            return NotFound()
        form, known = self._same_as(folded, text)
        if known:
            everyday = form in ORDINARY and text.strip().islower() and SCAN_NOUNS.isdisjoint(normal(folded).split())
            return self._settle(known, kind, ask=kind is None and everyday)
        if is_code(folded) or is_capital_code(text):
            return self._ask_about_code(folded)
        core = self._without_filler(folded)
        same: dict[str, _Term] = {}
        if core != folded:
            _, same = self._same_as(core, core)
            if not same and is_code(core):
                return self._ask_about_code(core)
        same = same or self._same_things(text)
        return self._settle(same, kind, how=How.FUZZY) if same else self._closest(text, folded, core)

    def forms(self, text: str) -> set[str]:
        """The forms of a text by which it is the same as another, in the same order of words."""
        return {form for form in self._forms(fold(text)) if not form.startswith("~")}

    def _forms(self, folded: str) -> Iterator[str]:
        """The forms under which a folded text is known, each a key of its own."""
        plain = normal(folded, self._abbreviations)
        yield folded
        yield plain
        yield f"={normal(squeezed(folded), self._abbreviations)}"
        yield f"={squeezed(plain)}"
        if " " in plain:
            yield f"~{permuted(plain)}"
            words = plain.split()
            alike = " ".join(ANY_SCAN if word in SCAN_NOUNS else word for word in words)
            if alike != plain and not SCAN_NOUNS.issuperset(words):
                yield f"~{permuted(alike)}"

    def _forms_of_core(self, folded: str) -> Iterator[str]:
        """The forms of a folded text without the filler around its term, if there is any."""
        core = " ".join(_content(folded))
        if core and core != folded:
            yield from self._forms(core)

    def _same_as(self, folded: str, typed: str) -> tuple[str, dict[str, _Term]]:
        """The first form of a text that is known, and the entries that bear it, by id; none where none is known."""
        if is_code(folded):
            forms: Iterable[str] = [folded, f"={folded}"]
            if plural := _PLURAL_CODE.fullmatch(typed):
                forms = [*forms, fold(plural[1][:-1])]
        else:
            forms = chain(self._forms(folded), self._forms_of_core(folded))
        return next(((form, self._same[form]) for form in forms if form in self._same), ("", {}))

    def _same_things(self, typed: str) -> dict[str, _Term]:
        """The entries that a text means whatever its wording and order, by id; none where more than that differs."""
        for reading in uninverted(typed):
            text = normal(fold(reading)[:LONGEST], self._abbreviations)
            same = {name: self._entries[name] for name in self._phrases.find(text)}
            if not same:
                treated = (self._entries[name] for name in self._phrases.find(text, SAYS_TREATMENT))
                same = {entry.id: entry for entry in treated if entry.kind is Kind.PROCEDURE}
            if same:
                return {name: _Term(entry, How.FUZZY) for name, entry in same.items()}
        return {}

    @staticmethod
    def _settle(known: dict[str, _Term], kind: Kind | None, *, ask: bool = False, how: How | None = None) -> Outcome:
        terms = [term for _, term in sorted(known.items())]
        preferred = [term for term in terms if term.entry.kind is kind] or terms
        if len(preferred) > 1 or ask:
            return Ambiguous(tuple(Candidate(term.entry, EXACT_SCORE) for term in terms[:MOST_OFFERED]))
        winner = preferred[0]
        others = tuple(term.entry for term in terms if term is not winner)
        return Found(winner.entry, how or winner.how, 90.0 if how else EXACT_SCORE, others)

    def _ask_about_code(self, folded: str) -> Outcome:
        if folded in ORDINARY or folded in FILLER or folded in GLUE:
            return NotFound()
        near = {entry.id: entry for (code, _), entry in self._codes if could_be_code(folded, code)}
        if near:
            return Ambiguous(tuple(Candidate(entry, ASK) for _, entry in sorted(near.items())[:MOST_OFFERED]))
        return NotFound(tuple(self._ranked(folded)[:MOST_NEAREST]))

    def _without_filler(self, folded: str) -> str:
        """A folded text without the words around the term, also with one slip in them; itself if all is filler."""
        words = _content(folded)
        if len(words) == 1 and (stem := self._before_scan_noun(words[0])):
            return stem
        if len(words) > 1:
            words = [word for word in words if not any(is_one_slip(word, filler) for filler in FILLER_WITH_SLIPS)]
        return " ".join(words) or folded

    def _before_scan_noun(self, word: str) -> str:
        """What is written in one word with a scan noun behind it: *ctscan*; nothing where it is no name."""
        stems = (word.removesuffix(noun) for noun in SCAN_NOUNS if word.endswith(noun))
        return next((stem for stem in stems if stem in self._same or f"={stem}" in self._same), "")

    def _closest(self, typed: str, *texts: str) -> Outcome:
        ranked = self._ranked(*texts)
        meant = [one for one in ranked if one.score >= ASK and self._is_slip_of(one.entry, texts)]
        second = ranked[1].score if len(ranked) > 1 else 0.0
        if len(meant) == 1 and meant[0] is ranked[0] and meant[0].score >= max(ANSWER, second + MARGIN):
            return Found(meant[0].entry, How.FUZZY, meant[0].score)
        offered: dict[str, Candidate] = {}
        for one in (*ranked, *self._inside(typed)):
            if one.score >= ASK:
                offered.setdefault(one.entry.id, one)
        if offered and not self._is_another_word(*texts):
            return Ambiguous(tuple(offered.values())[:MOST_OFFERED])
        return NotFound(tuple(ranked[:MOST_NEAREST]))

    def _is_another_word(self, folded: str, core: str) -> bool:
        """Whether a text is about one word of English that no name of the pack has: asking would be a guess."""
        word = normal(core, self._abbreviations)
        is_known = word in self._vocabulary or not SCAN_NOUNS.isdisjoint(normal(folded).split())
        return not is_known and (is_english(word) or is_english(core))

    def _is_slip_of(self, entry: Entry, texts: Iterable[str]) -> bool:
        """Whether slips of the hand explain one of these folded texts as a name of an entry, in any word order.

        An abbreviation is never had by a slip, however long it is.
        """
        queries = {normal(text, self._abbreviations) for text in texts}
        return any(
            name not in self._abbreviations
            and not any(map(self._is_meant, set(query.split()) - set(name.split())))
            and (only_slips(query, name) or (" " in query and only_slips(permuted(query), permuted(name))))
            for query in queries
            for name in self._names[entry.id]
        )

    def _is_meant(self, word: str) -> bool:
        """Whether a word stands as it was meant: a code, or a word that the pack or English has.

        *radiation oncologist* is not *radiation oncology*, *stunt* is no *stent*.
        """
        return len(word) <= SHORT_WORD or word in self._vocabulary or is_english(word)

    def _inside(self, typed: str) -> Iterator[Candidate]:
        """The entries that some of the words name exactly, longest first: *brain MRI* has MRI in it."""
        words = fold(typed)[:LONGEST].split()
        no_name = _NO_NAME - {fold(word) for word in typed.split() if word.isupper()}
        taken: set[int] = set()
        for length in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
            for start in range(len(words) - length + 1):
                span = words[start : start + length]
                if taken.isdisjoint(range(start, start + length)) and not set(span) <= no_name:
                    known = self._same.get(text := " ".join(span)) or self._same.get(normal(text, self._abbreviations))
                    if known:
                        taken.update(range(start, start + length))
                        yield from (Candidate(term.entry, INSIDE) for _, term in sorted(known.items()))

    def _ranked(self, *texts: str) -> list[Candidate]:
        """The entries near to any of these folded texts, closest first, each by its closest name."""
        scores: dict[str, tuple[float, Entry]] = {}
        for query in {normal(text, self._abbreviations) for text in texts}:
            numbers = self._trigrams.candidates(query)
            for place, score in near(Name.of(query), [self._close[number] for number in numbers]):
                entry = self._close_entries[numbers[place]]
                if score > scores.get(entry.id, (0.0, entry))[0]:
                    scores[entry.id] = (score, entry)
        ranked = [Candidate(entry, round(score, 1)) for score, entry in scores.values()]
        return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.entry.id))


def _content(folded: str) -> list[str]:
    """The words of a folded text that are neither filler nor glue."""
    return [word for word in folded.split() if word not in FILLER and word not in GLUE]


def _terms(entries: Iterable[Entry]) -> Iterator[tuple[str, _Term]]:
    for entry in entries:
        for text in (entry.name, *entry.abbreviations):
            yield text, _Term(entry, How.EXACT)
        for text in entry.codes.every:
            yield text, _Term(entry, How.CODE)
        for text in entry.aliases:
            yield text, _Term(entry, How.ALIAS)

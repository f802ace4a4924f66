"""Resolving a term: which entry a text means.

1. The text as it is, then with plurals, spellings, spaces, word order and filler made equal: names, abbreviations,
   codes and aliases that are *the same* text.
2. A code (at most four characters, or with a digit) stops there: it is exact, or the person is asked.
3. Longer text: the closest names. A clear winner that only slips of the hand lie between is the answer (see `slips`),
   close ones are asked about, far ones are not found.

The answer never depends on the order of entries: where two are equally close, both are offered, ordered by id.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import EXACT_SCORE, Ambiguous, Candidate, Found, How, NotFound, Outcome
from bot.matching.english import is_english
from bot.matching.normal import fold, normal, squeezed, uninverted
from bot.matching.phrases import LONGEST_NAME
from bot.matching.sameness import SameTexts, Term, Terms
from bot.matching.scoring import (
    ASK,
    INSIDE,
    SHORT_WORD,
    Name,
    Thresholds,
    could_be_code,
    is_capital_code,
    is_code,
    is_one_slip,
    near,
    near_word_by_word,
)
from bot.matching.slips import only_slips
from bot.matching.trigrams import TrigramIndex
from bot.matching.words import FILLER, FILLER_WITH_SLIPS, GLUE, ORDINARY, SAYS_TREATMENT, SCAN_NOUNS
from bot.names import Kind

LONGEST = 200
"""Characters of folded text that are looked at; the longest term of a pack has 100."""

SHIPPED = Thresholds()

MOST_OFFERED = 5
MOST_NEAREST = 3

_NO_NAME = ORDINARY | FILLER | GLUE

_PLURAL_CODE = re.compile(r"\W*([A-Z0-9]{2,}s)\W*")


class Resolver:
    """Resolves texts against the entries of one revision.

    Args:
        entries: In any order.
        thresholds: Where answers and questions begin.
    """

    def __init__(self, entries: Iterable[Entry], thresholds: Thresholds = SHIPPED) -> None:
        self._thresholds = thresholds
        terms = sorted(_terms(entries), key=lambda item: (item[0], item[1].entry.id))
        folded = [fold(text) for text, _ in terms]
        self._abbreviations = {
            form
            for form, (text, term) in zip(folded, terms, strict=True)
            if is_code(form) or (term.how is not How.ALIAS and text.isupper())
        }
        self._same = SameTexts(
            ((form, term) for form, (_, term) in zip(folded, terms, strict=True)), self._abbreviations
        )
        codes = {
            (code, term.entry.id): term.entry
            for form, (_, term) in zip(folded, terms, strict=True)
            if is_code(code := squeezed(form))
        }
        self._codes = sorted(codes.items())
        entry_by_id = {term.entry.id: term.entry for _, term in terms}
        close = sorted(((name, entry) for entry in entry_by_id for name in self._same.names_of(entry)), key=_by_text)
        self._close = [name for name, _ in close]
        self._close_entries = [entry_by_id[entry] for _, entry in close]
        self._vocabulary = frozenset(word for name in self._close for word in name.text.split())
        self._trigrams = TrigramIndex([name.text for name in self._close])

    @property
    def names(self) -> SameTexts:
        """The names of the entries by form."""
        return self._same

    @property
    def abbreviations(self) -> AbstractSet[str]:
        """The folded names that are abbreviations: no plurals, and never had by a slip."""
        return self._abbreviations

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
        same: Terms = ()
        if core != folded:
            _, same = self._same_as(core, core)
            if not same and is_code(core):
                return self._ask_about_code(core)
        same = same or self._same_things(text)
        return self._settle(same, kind, how=How.FUZZY) if same else self._closest(text, folded, core)

    def forms(self, text: str) -> set[str]:
        """The forms of a text by which it is the same as another, in the same order of words."""
        return self._same.forms(fold(text))

    def _same_as(self, folded: str, typed: str) -> tuple[str, Terms]:
        """The first form of a text that is known, and what it stands for; nothing where none is."""
        if is_code(folded):
            forms = [folded]
            if plural := _PLURAL_CODE.fullmatch(typed):
                forms.append(fold(plural[1][:-1]))
            return next(((form, terms) for form in forms if (terms := self._same.find_as_written(form))), ("", ()))
        form, terms = self._same.find(folded)
        core = " ".join(_content(folded))
        return self._same.find(core) if not terms and core and core != folded else (form, terms)

    def _same_things(self, typed: str) -> Terms:
        """What a text stands for whatever its wording and order; nothing where more than that differs."""
        for reading in uninverted(typed):
            whole = fold(reading)[:LONGEST]
            for folded in dict.fromkeys((whole, " ".join(_content(whole)))):
                if same := self._same.find_by_things(folded):
                    return same
                if not SAYS_TREATMENT.isdisjoint(folded.split()):
                    treated = self._same.find_by_things(folded, SAYS_TREATMENT)
                    if procedures := tuple(term for term in treated if term.entry.kind is Kind.PROCEDURE):
                        return procedures
        return ()

    @staticmethod
    def _settle(known: Terms, kind: Kind | None, *, ask: bool = False, how: How | None = None) -> Outcome:
        terms = sorted(known, key=lambda term: term.entry.id)
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
        ranking = _Ranking()
        for query in self._queries(folded):
            self._rank(query, ranking)
        return NotFound(tuple(ranking.closest()[:MOST_NEAREST]))

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
        return next((stem for stem in stems if self._same.find_as_written(stem)), "")

    def _closest(self, typed: str, folded: str, core: str) -> Outcome:
        ranking = _Ranking()
        for query in self._queries(folded, core):
            self._rank(query, ranking)
            if found := self._winner(ranking):
                return found
        offered = {one.entry.id: one for one in ranking.closest() if one.score >= self._thresholds.ask}
        for one in self._inside(typed):
            offered.setdefault(one.entry.id, one)
        if offered and not self._is_another_word(folded, core):
            return Ambiguous(tuple(offered.values())[:MOST_OFFERED])
        return NotFound(tuple(ranking.closest()[:MOST_NEAREST]))

    def _winner(self, ranking: "_Ranking") -> Found | None:
        """The entry that is meant, where one is clearly the closest, and the only one that slips explain."""
        limits, ranked = self._thresholds, ranking.closest()
        second = ranked[1].score if len(ranked) > 1 else 0.0
        if not ranked or ranked[0].score < max(limits.answer, second + limits.margin):
            return None
        meant = ranked[0]
        explained = [name for name, pairs in ranking.pairs.items() if self._are_slips(pairs)]
        return Found(meant.entry, How.FUZZY, meant.score) if explained == [meant.entry.id] else None

    def _queries(self, *folded: str) -> list[Name]:
        """Folded texts as they are scored, each once."""
        texts = dict.fromkeys(normal(text, self._abbreviations) for text in dict.fromkeys(folded))
        return [Name.of(text) for text in texts]

    def _is_another_word(self, folded: str, core: str) -> bool:
        """Whether a text is about one word of English that no name of the pack has: asking would be a guess."""
        word = normal(core, self._abbreviations)
        is_known = word in self._vocabulary or not SCAN_NOUNS.isdisjoint(normal(folded).split())
        return not is_known and (is_english(word) or is_english(core))

    def _are_slips(self, pairs: Iterable[tuple[Name, Name]]) -> bool:
        """Whether slips of the hand explain one of some queries as the name it came close to, in any word order.

        An abbreviation is never had by a slip, however long it is.
        """
        return any(
            (only_slips(query.text, name.text) or (" " in query.text and only_slips(query.permuted, name.permuted)))
            and name.text not in self._abbreviations
            and not any(map(self._is_meant, set(query.text.split()) - set(name.text.split())))
            for query, name in pairs
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
                    known = self._same.find_in_order(" ".join(span))
                    if known:
                        taken.update(range(start, start + length))
                        ordered = sorted(known, key=lambda term: term.entry.id)
                        yield from (Candidate(term.entry, INSIDE) for term in ordered)

    def _rank(self, query: Name, ranking: "_Ranking") -> None:
        """Note the entries that are near to a query."""
        numbers = self._trigrams.candidates(query.text)
        names = [self._close[number] for number in numbers]
        found = list(near(query, names))
        if all(score < self._thresholds.ask for _, score in found):
            found += near_word_by_word(query, names)
        for place, score in found:
            entry = self._close_entries[numbers[place]]
            if score > ranking.best.get(entry.id, (0.0, entry))[0]:
                ranking.best[entry.id] = (score, entry)
            if score >= self._thresholds.ask:
                ranking.pairs[entry.id].append((query, names[place]))


class _Ranking:
    """The entries near to some queries.

    Attributes:
        best: By entry: its best score, and itself.
        pairs: By entry: each query and name that are close enough to be asked about. Slips leave no name below that:
            one in five letters costs a fifth of the score.
    """

    def __init__(self) -> None:
        self.best: dict[str, tuple[float, Entry]] = {}
        self.pairs: dict[str, list[tuple[Name, Name]]] = defaultdict(list)

    def closest(self) -> list[Candidate]:
        """The entries, closest first, each by its closest name."""
        ranked = sorted((-round(score, 1), name) for name, (score, _) in self.best.items())
        return [Candidate(self.best[name][1], -score) for score, name in ranked]


def _by_text(item: tuple[Name, str]) -> tuple[str, str]:
    name, entry = item
    return name.text, entry


def _content(folded: str) -> list[str]:
    """The words of a folded text that are neither filler nor glue."""
    return [word for word in folded.split() if word not in FILLER and word not in GLUE]


def _terms(entries: Iterable[Entry]) -> Iterator[tuple[str, Term]]:
    for entry in entries:
        for text in (entry.name, *entry.abbreviations):
            yield text, Term(entry, How.EXACT)
        for text in entry.codes.every:
            yield text, Term(entry, How.CODE)
        for text in entry.aliases:
            yield text, Term(entry, How.ALIAS)

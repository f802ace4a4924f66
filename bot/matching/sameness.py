"""Texts that are the same: names by each form under which a text is one of them.

1. *In order*: as folded, and with plurals, spellings and glue words made equal.
2. *Without spaces*: ``xray``, ``bonedensitometry``.
3. *In any order*: ``imaging nmr``; scan nouns are alike: *bone scan*, *bone imaging*.
4. *By things* (see `bot.matching.phrases`): *single photon emission CT*, *sonography of the heart*.

Of the first three a name is an exact one; the last is a guess that a card tells. Each form has a table of its own, in
which a string and a tuple stand once however many tables they are in (what that takes: ``docs/benchmarks.md``).
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import How
from bot.matching.normal import normal, permuted, squeezed
from bot.matching.phrases import mapped, readings, told
from bot.matching.scoring import Name
from bot.matching.words import ADDS_NOTHING, ANY_SCAN, GLUE, ORDINARY, SCAN_NOUNS


class Term(NamedTuple):
    """What makes a text stand for an entry."""

    entry: Entry
    how: How


Terms = tuple[Term, ...]
"""At most one for each entry."""

_Table = dict[str, Terms]


class SameTexts:
    """The names of some entries by form.

    Args:
        terms: Folded names, each with what it stands for.
        keep: Folded words that are no plurals: abbreviations.
    """

    def __init__(self, terms: Iterable[tuple[str, Term]], keep: Container[str]) -> None:
        self._keep = keep
        self._in_order: _Table = {}
        self._without_spaces: _Table = {}
        self._in_any_order: _Table = {}
        self._mapped: _Table = {}
        self._by_things: _Table = {}
        self._names: dict[str, list[Name]] = {}
        plain_terms: list[tuple[str, Terms]] = []
        strings: dict[str, str] = {}
        tuples: dict[Term, Terms] = {}
        for folded, term in terms:
            one = tuples.setdefault(term, (term,))
            forms = [(table, strings.setdefault(form, form)) for table, form in self._forms(folded)]
            for table, form in forms:
                _add(table, form, one)
            _, plain = forms[1]
            plain_terms.append((plain, one))
            names = self._names.setdefault(term.entry.id, [])
            # As spelt too: a slip in *radiologic* is none in *radiology*.
            spelt = " ".join(word for word in folded.split() if word not in GLUE) or folded
            for text in (plain, strings.setdefault(spelt, spelt)):
                if all(name.text is not text for name in names):
                    names.append(Name.of(text, strings))
        self._words = set(ADDS_NOTHING | {ANY_SCAN})
        # A name inside a name is found by its own forms, so these come first.
        for plain, one in plain_terms:
            words = mapped(plain)
            self._words.update(words)
            if (phrase := " ".join(words)) != plain:
                _add(self._mapped, phrase, one)
        for plain, one in plain_terms:
            words = mapped(plain)
            key = _key(told(words, len(words) - 1, self._entry_of))
            if key != plain and one[0] not in self._in_any_order.get(key, ()):
                _add(self._by_things, key, one)

    def names_of(self, entry: str) -> Sequence[Name]:
        """The names of an entry by its id, each normalised and, where that is another text, as spelt."""
        return self._names[entry]

    def find(self, folded: str) -> tuple[str, Terms]:
        """The first form of a folded text that is known, and what it stands for; nothing where none is."""
        return next(((form, table[form]) for table, form in self._forms(folded) if form in table), ("", ()))

    def find_as_written(self, folded: str) -> Terms:
        """What a folded text stands for as it is, or where a name has spaces that it has not."""
        return self._in_order.get(folded) or self._without_spaces.get(folded) or ()

    def find_in_order(self, folded: str) -> Terms:
        """What a folded text stands for as it is, or with plurals and spellings made equal."""
        return self._in_order.get(folded) or self._in_order.get(normal(folded, self._keep)) or ()

    def first_words(self) -> frozenset[str]:
        """The words that a name may begin with, as folded and with plurals and spellings made equal."""
        return frozenset({form.split(" ", 1)[0] for form in self._in_order} | self._without_spaces.keys())

    def find_by_things(self, folded: str, without: Container[str] = ()) -> Terms:
        """What a folded text stands for whatever its wording and order.

        Args:
            folded: A folded text.
            without: Words to leave out of it.
        """
        words = [word for word in mapped(normal(folded, self._keep)) if word not in without]
        if not self._words.issuperset(words):
            return ()  # no name has all of them, and what may be left out of a text is known
        for things in readings(words, self._entry_of, self._words_of):
            terms = self._bearing(things)
            if terms:
                return terms
        return ()

    def forms(self, folded: str) -> set[str]:
        """The forms of a folded text in which its words keep their order."""
        return {form for table, form in self._forms(folded) if table is not self._in_any_order}

    def _forms(self, folded: str) -> Iterator[tuple[_Table, str]]:
        """The exact forms of a folded text, each with the table it stands in."""
        plain = normal(folded, self._keep)
        yield self._in_order, folded
        yield self._in_order, plain
        yield self._without_spaces, normal(squeezed(folded), self._keep)
        yield self._without_spaces, squeezed(plain)
        if " " in plain:
            yield self._in_any_order, permuted(plain)
            words = plain.split()
            if not SCAN_NOUNS.isdisjoint(words) and not SCAN_NOUNS.issuperset(words):
                alike = (ANY_SCAN if word in SCAN_NOUNS else word for word in words)
                yield self._in_any_order, permuted(" ".join(alike))

    def _entry_of(self, phrase: str) -> str | None:
        """The id of the only entry that a phrase of mapped words names; everyday words name none inside a text."""
        terms = self._mapped.get(phrase, ()) + self._in_order.get(phrase, ())
        ids = {term.entry.id for term in terms}
        return ids.pop() if len(ids) == 1 and phrase not in ORDINARY else None

    def _words_of(self, entry: str) -> Iterator[str]:
        """The words of those names of an entry that have no other name in them."""
        for name in self._names[entry]:
            words = mapped(name.text)
            if told(words, len(words) - 1, self._entry_of) == set(words):
                yield from words

    def _bearing(self, things: Iterable[str]) -> Terms:
        """The entries that have a name of just these things."""
        key = _key(things)
        tables = (self._by_things, self._in_any_order, self._mapped, self._in_order)
        terms = {term.entry.id: term for table in tables for term in table.get(key, ())}
        if not terms and key.startswith("@") and " " not in key:
            entry = key[1:]
            terms = {entry: next(term for term in self._in_order[self._names[entry][0].text] if term.entry.id == entry)}
        return tuple(terms.values())


def _key(things: Iterable[str]) -> str:
    return " ".join(sorted(things))


def _add(table: _Table, form: str, one: Terms) -> None:
    """Note what a form stands for; of an entry that it stands for already, a name counts before an alias."""
    known = table.get(form)
    if known is None:
        table[form] = one
    elif known is not one:
        by_entry = {term.entry.id: term for term in known}
        (term,) = one
        before = by_entry.get(term.entry.id)
        if before is None or (before.how is How.ALIAS and term.how is not How.ALIAS):
            by_entry[term.entry.id] = term
            table[form] = tuple(by_entry.values())

"""Mentions: the entries that a sentence names, and where.

Longest names first, at the borders of words. A short code or an everyday word counts only as it is officially written:
*US* and *PET* in capitals, not *tell us* and *a pet*; where a whole sentence stands in capitals, capitals say nothing.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from bot.knowledge.entries import Entry
from bot.matching.normal import fold, normal
from bot.matching.resolving import Resolver
from bot.matching.sameness import Terms
from bot.matching.wording import ASKS
from bot.matching.words import FILLER, GLUE, ORDINARY, SCAN_NOUNS

LONGEST = 8
"""Words of the longest name that is looked for inside a sentence."""

MOST_WORDS = 60
"""Words of a sentence that are looked at; a question of more is a story."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc][^\W_]+)?")
_CONTRACTED = re.compile(r"['\u2019\u02bc](?:s|re|ll|ve|d|m)$", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
_JOINING = GLUE - {"of", "the", "a", "an", "in", "for"}
"""Between two names, unless a name is written with it: *PET and CT* is no PET-CT."""

_NEVER_CAPITAL = GLUE | ASKS - {"us"}
"""Words that stand in capitals only where everything does."""

_NO_NAME = ORDINARY | FILLER | GLUE


class Word(NamedTuple):
    """A word of a sentence.

    Attributes:
        typed: As typed.
        folded: Folded, without a contraction: *what's* is *what*, *don't* is *dont*.
        plain: Folded, with plural and spelling made equal.
    """

    typed: str
    folded: str
    plain: str

    @property
    def is_capital(self) -> bool:
        """Whether it stands in capitals, at least two."""
        return len(self.typed) > 1 and self.typed.isupper()


class Mention(NamedTuple):
    """A stretch of words that names entries: mostly one, several where they share a name.

    Attributes:
        start: The place of its first word.
        end: The place behind its last word.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]


def words_of(sentence: str, keep: Container[str] = ()) -> list[Word]:
    """The words of a sentence, at most `MOST_WORDS`.

    Args:
        sentence: As typed.
        keep: Folded words that are no plurals.
    """
    if not sentence.isascii():
        sentence = unicodedata.normalize("NFKC", sentence)
    sentence = _DOTTED.sub(lambda match: match[0].replace(".", ""), sentence)
    words: list[Word] = []
    for match in _WORD.finditer(sentence):
        typed = _CONTRACTED.sub("", match[0])
        folded = fold(typed)
        if folded and len(words) < MOST_WORDS:
            words.append(Word(typed, folded, normal(folded, keep)))
    return words


class MentionFinder:
    """Finds the entries that a sentence names.

    Args:
        resolver: Knows their names.

    Attributes:
        keep: Folded words that are no plurals: abbreviations.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._same = resolver.names
        self._first_words = self._same.first_words()
        self.keep = resolver.abbreviations

    def find(self, words: Sequence[Word]) -> list[Mention]:
        """The mentions of a sentence, in its order; none overlaps another."""
        shouted = any(word.is_capital and word.folded in _NEVER_CAPITAL for word in words)
        mentions: list[Mention] = []
        start = 0
        while start < len(words):
            begins = words[start].folded not in GLUE and self._may_begin(words[start])
            mention = self._at(words, start, shouted=shouted) if begins else None
            if mention:
                mentions.append(mention)
            start = mention.end if mention else start + 1
        return mentions

    def _may_begin(self, word: Word) -> bool:
        """Whether some name begins with a word, or with the abbreviation that it is the plural of."""
        return word.plain in self._first_words or word.folded.removesuffix("s") in self.keep

    def _at(self, words: Sequence[Word], start: int, *, shouted: bool) -> Mention | None:
        """The longest name that begins at a word."""
        for end in range(min(len(words), start + LONGEST), start, -1):
            span = words[start:end]
            before_scan = end < len(words) and words[end].plain in SCAN_NOUNS
            if span[-1].folded not in GLUE and self._may_name(span, shouted=shouted, before_scan=before_scan):
                known = self._named(span)
                if known:
                    return Mention(start, end, tuple(sorted({t.entry for t in known}, key=lambda entry: entry.id)))
        return None

    def _named(self, span: Sequence[Word]) -> Terms:
        """What a stretch of words names."""
        if len(span) == 1:
            word = span[0]
            known = self._same.find_as_written(word.plain) or self._same.find_as_written(word.folded)
            if not known and (singular := word.folded.removesuffix("s")) in self.keep:
                known = self._same.find_as_written(singular)  # *MRIs*
            return known
        folded = " ".join(word.folded for word in span)
        if any(word.folded in _JOINING for word in span):
            return self._same.find_as_written(folded)
        return self._same.find_in_order(folded)

    @staticmethod
    def _may_name(span: Sequence[Word], *, shouted: bool, before_scan: bool) -> bool:
        """Whether a stretch of words is written as a name is: everyday words in capitals only.

        Before a scan noun no capitals are needed: *a pet scan* is no scan of a pet.
        """
        if len(span) > 1:
            return not all(word.folded in _NO_NAME for word in span)
        (word,) = span
        if word.folded in SCAN_NOUNS:
            return False
        if word.folded in _NO_NAME:
            return (word.is_capital and not shouted) or (before_scan and word.folded not in FILLER)
        return len(word.folded) > 1


def entries_in(mentions: Iterable[Mention]) -> tuple[Entry, ...]:
    """The entries that are named, each once, in the order of the sentence."""
    return tuple(dict.fromkeys(entry for mention in mentions for entry in mention.entries))

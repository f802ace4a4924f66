"""The language of a quiz: texts as words, and words as what they mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import Stemmer
from pydantic import BaseModel

from bot.core.quizzing.words import DENIES, GENERAL
from bot.matching.normal import fold, normal
from bot.matching.phrases import mapped

_SILENT = frozenset({"id", "kind", "codes", "also_means", "related", "about", "sources", "review", "tests"})
"""Fields that say nothing in words, or something about another branch of medicine."""

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_MARK = re.compile(r"[^\W_]+|[.,;:()!?\u2013]")
_XRAY = re.compile(r"\bx[\s\u2010\u2011-]rays?\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019](?:s\b)?")


class Stems(dict[str, str]):
    """Words as written to their stems: plurals, spellings and words of one meaning are one, *cardiac* is *heart*.

    One for each making: a stemmer is not shared between threads.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> str:
        """A stem that was not asked for before."""
        self[word] = stem = str(self._stemmer.stemWord(meaning(word)))
        return stem

    def of(self, words: Iterable[str]) -> tuple[str, ...]:
        """The stems of words, in their order."""
        return tuple(map(self.__getitem__, words))

    def content(self, text: str) -> frozenset[str]:
        """The stems of the words of a text that place it."""
        return frozenset(map(self.__getitem__, filter(is_content, words_of(text))))


def words_as_written(text: str) -> list[str]:
    """The words of a text, without possessives, *x-rays* as one."""
    return _WORD.findall(_plain(text))


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without possessives, *x-rays* as one."""
    return tuple(_WORD.findall(_plain(text).casefold()))


def is_content(word: str) -> bool:
    """Whether a word, in lower case, tells whose phrase it stands in."""
    return len(word) > 1 and word not in GENERAL and not word.isdigit()


def without_denials(text: str) -> list[str]:
    """The words of a text, in lower case, without what stands between a *no* and the next mark."""
    words: list[str] = []
    is_denied = False
    for word in _WORD_OR_MARK.findall(_plain(text).casefold()):
        if not word.isalnum():
            is_denied = False
        elif word in DENIES:
            is_denied = True
        elif not is_denied:
            words.append(word)
    return words


def texts_of(value: object) -> Iterator[str]:
    """Every text that a record, or a field's value, tells a reader."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in _SILENT:
                yield from texts_of(getattr(value, field))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_of(part)


@lru_cache(maxsize=32768)
def meaning(word: str) -> str:
    """A word in the form that stands for all of one meaning: *hearts* and *cardiac* are *heart*."""
    folded = word.casefold() if word.isascii() else fold(word)
    return (mapped(normal(folded)) or [folded])[0]


def _plain(text: str) -> str:
    """A text without possessives, *x-ray* written as one word."""
    if "'" in text or "\u2019" in text:
        text = _POSSESSIVE.sub("", text)
    return _XRAY.sub("xray", text) if "ray" in text else text

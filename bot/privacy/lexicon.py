"""Which words are names, which are words, and which are both.

``names.txt.gz`` has five lists, folded and sorted, with an empty line between: given names, surnames, given names that
are words as well (*grace*), other names that are (*brown*), and words, those among them.

The names are those of the United States census of 1990 (public domain) and of Faker's locales (MIT License), without
what a dictionary has in lower case unless it is mostly a name (*john*, *smith*); ``abroad.py`` adds to them.
The words are those of pyspellchecker 0.9.1 (MIT License) that a dictionary has, and those of the shipped pack.
"""

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.privacy import abroad

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "'": "", ".": ""}
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists, read once a process: 30 ms and 25 MB.

    Attributes:
        given: Given names that are no words.
        surnames: Surnames that are no words.
        given_words: Given names that are words as well.
        both: All names that are words as well.
        words: Words that are no names.
        sure: Given names and surnames.
    """

    given: frozenset[str]
    surnames: frozenset[str]
    given_words: frozenset[str]
    both: frozenset[str]
    words: frozenset[str]
    sure: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lists."""
    text = gzip.decompress((files(__package__) / "names.txt.gz").read_bytes()).decode("ascii")
    given, surnames, given_words, others, words = (frozenset(part.split("\n")) for part in text.split("\n\n"))
    given |= abroad.GIVEN - words - given_words - others
    surnames |= abroad.SURNAMES - words - given_words - others
    return Lexicon(given, surnames, given_words, given_words | others, words, given | surnames)


def folded(word: str) -> str:
    """A word as the lists have it: lower case, without accents, apostrophes and dots."""
    word = word.lower().translate(_LETTERS)
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))

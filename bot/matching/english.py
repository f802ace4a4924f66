"""Telling a word from a slip: a word that English has was meant as it stands.

The list is that of pyspellchecker 0.9.1 (MIT License), words of 4 to 16 plain letters: 126,172 words in
353 kB. The package itself would take 0.7 s and 40 MB to load; the list takes 0.03 s, once a process.
"""

import gzip
from functools import cache
from importlib.resources import files


def is_english(word: str) -> bool:
    """Whether a folded word is in the list of English words."""
    return word in english_words()


@cache
def english_words() -> frozenset[str]:
    """All of them: plain words of 4 to 16 letters."""
    return frozenset(gzip.decompress((files(__package__) / "english.txt.gz").read_bytes()).decode("ascii").split("\n"))

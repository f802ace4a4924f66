"""Texts as bags of things, so that order and wording do not matter.

*Emission CT scan, single photon* and *single-photon emission computed tomography* speak of the same things. In a bag,
words of one meaning are one word, and a name inside a text is the entry that it names: here *single*, *photon*,
*emission* and the entry of CT. Two texts with the same bag are the same but for wording; nothing here is close or far.

A thing is a word, or the id of an entry behind an ``@``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.matching.words import ADDS_NOTHING, ANY_SCAN, FAMILIES, ONE_PHRASE, ONE_WORD, SCAN_NOUNS

LONGEST_NAME = 6
"""Words of the longest name looked for inside a longer text."""

_SHORTEST_FAMILY = 8


def mapped(text: str) -> list[str]:
    """The words of a normalised text, each as the one that stands for all of its meaning."""
    padded = f" {text} "
    for phrase, stands_for in ONE_PHRASE:
        if phrase in padded:
            padded = padded.replace(phrase, stands_for)
    return [_one_word(word) for word in padded.split()]


def told(words: Sequence[str], longest: int, entry_of: Callable[[str], str | None]) -> set[str]:
    """The things of a text: its words, and of names inside it the entries.

    Args:
        words: Mapped words.
        longest: Words of the longest name that counts; the longest names are taken first.
        entry_of: The id of the entry that a phrase names; ``None`` where it names none, or several.
    """
    things: dict[int, str] = dict(enumerate(words))
    for length in range(min(len(words), longest, LONGEST_NAME), 0, -1):
        for start in range(len(words) - length + 1):
            span = range(start, start + length)
            if all(things.get(place) is words[place] for place in span):
                entry = entry_of(" ".join(words[start : start + length]))
                if entry:
                    for place in span:
                        del things[place]
                    things[start] = f"@{entry}"
    return set(things.values())


def readings(
    words: Sequence[str], entry_of: Callable[[str], str | None], words_of: Callable[[str], Iterable[str]]
) -> Iterator[set[str]]:
    """The bags that a text may have, the strictest first: as it stands, and without what says nothing new.

    Only a text loses words, never a name: *breast* is not *breast imaging*.

    Args:
        words: Mapped words.
        entry_of: As for `told`.
        words_of: The words that say an entry already: *PET tomography*.
    """
    for without in (frozenset[str](), frozenset({ANY_SCAN}), ADDS_NOTHING | {ANY_SCAN}):
        left = [word for word in words if word not in without]
        if left and (not without or len(left) < len(words)):
            yield set(left)
            things = told(left, LONGEST_NAME, entry_of)
            yield things
            entries = {thing for thing in things if thing.startswith("@")}
            if entries and len(things) > 1:
                yield things.difference(*(words_of(entry[1:]) for entry in entries))


def _one_word(word: str) -> str:
    if len(word) >= _SHORTEST_FAMILY:
        for ending, whole in FAMILIES:
            if word.endswith(ending):
                word = word[: -len(ending)] + whole
                break
    return ANY_SCAN if word in SCAN_NOUNS else ONE_WORD.get(word, word)

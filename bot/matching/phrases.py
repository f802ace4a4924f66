"""Texts as bags of things, so that order and wording do not matter.

*Emission CT scan, single photon* and *single-photon emission computed tomography* speak of the same things. In a bag,
words of one meaning are one word, and a name inside a text is the entry that it names: here *single*, *photon*,
*emission* and the entry of CT. Two texts with the same bag are the same but for wording; nothing here is close or far.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from bot.matching.words import ADDS_NOTHING, ANY_SCAN, FAMILIES, ONE_PHRASE, ONE_WORD, ORDINARY, SCAN_NOUNS

LONGEST_NAME = 6
"""Words of the longest name looked for inside a longer text."""

_SHORTEST_FAMILY = 8

Bag = frozenset[str]
"""Words, and ids of entries behind an ``@``."""


class Phrases:
    """The names of some entries as bags.

    Args:
        names: Normalised names, each with the id of its entry.
    """

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        bearers: dict[str, set[str]] = defaultdict(set)
        words = [(_words(name), entry) for name, entry in names]
        for one, entry in words:
            bearers[" ".join(one)].add(entry)
        self._entry_of = {
            phrase: min(ids) for phrase, ids in bearers.items() if len(ids) == 1 and phrase not in ORDINARY
        }
        self._words_of: dict[str, set[str]] = defaultdict(set)
        self._bearers: dict[Bag, set[str]] = defaultdict(set)
        for one, entry in words:
            bag = self._bag(one, len(one) - 1)
            if bag == frozenset(one):
                self._words_of[entry] |= bag
            for key in (frozenset(one), bag, frozenset({f"@{entry}"})):
                self._bearers[key].add(entry)

    def find(self, text: str, without: Container[str] = ()) -> frozenset[str]:
        """The ids of the entries that have a name with the bag of a text; the strictest reading decides.

        Args:
            text: A normalised text.
            without: Words to leave out of it.
        """
        words = [word for word in _words(text) if word not in without]
        for bag in self._readings(words):
            if bag in self._bearers:
                return frozenset(self._bearers[bag])
        return frozenset()

    def _readings(self, words: Sequence[str]) -> Iterator[Bag]:
        """The bags that a text may have: as it stands, and without what says nothing new.

        Only a text loses words, never a name: *breast* is not *breast imaging*.
        """
        for without in (frozenset[str](), frozenset({ANY_SCAN}), ADDS_NOTHING | {ANY_SCAN}):
            left = [word for word in words if word not in without]
            if left and (not without or len(left) < len(words)):
                yield frozenset(left)
                bag = self._bag(left, LONGEST_NAME)
                yield bag
                yield bag.difference(*(self._words_of.get(thing[1:], ()) for thing in bag if thing.startswith("@")))

    def _bag(self, words: Sequence[str], longest: int) -> Bag:
        """The bag of some words, in which names of at most ``longest`` words are told, the longest first."""
        things: dict[int, str] = dict(enumerate(words))
        for length in range(min(len(words), longest, LONGEST_NAME), 0, -1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                if all(things.get(place) == words[place] for place in span):
                    entry = self._entry_of.get(" ".join(words[start : start + length]))
                    if entry:
                        for place in span:
                            del things[place]
                        things[start] = f"@{entry}"
        return frozenset(things.values())


def _words(text: str) -> list[str]:
    """The words of a normalised text, each as the one that stands for all of its meaning."""
    padded = f" {text} "
    for phrase, stands_for in ONE_PHRASE:
        if phrase in padded:
            padded = padded.replace(phrase, stands_for)
    return [_one_word(word) for word in padded.split()]


def _one_word(word: str) -> str:
    if len(word) >= _SHORTEST_FAMILY:
        for ending, whole in FAMILIES:
            if word.endswith(ending):
                word = word[: -len(ending)] + whole
                break
    return ANY_SCAN if word in SCAN_NOUNS else ONE_WORD.get(word, word)

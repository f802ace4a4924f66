"""How close two texts are, and how close is close enough.

The blend was measured on synthetic names of 200 to 100,000 entries: 99.7 % of slips, swaps and prefixes found first,
against 97.5 % for ``WRatio``, which also serves *no* as ultrasound.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.matching.normal import permuted

ANSWER = 80.0
"""From this score on, a clear winner that slips of the hand explain is answered."""

MARGIN = 4.0
"""How far the winner must be ahead of the second entry."""

ASK = 78.0
"""From this score on, an entry is offered."""

NEAR = 55.0
"""From this score on, an entry is named as near to a text that was not found."""


class Thresholds(NamedTuple):
    """Where answers and questions begin; the curves these come from are in ``docs/decisions/matching.md``."""

    answer: float = ANSWER
    margin: float = MARGIN
    ask: float = ASK


PERMUTED = 0.985
"""What a score over sorted words counts: a little less than the same score in order."""

SHORTEST_PREFIX = 5
"""Letters from which on a beginning counts: *fluorosc*."""

INSIDE = 78.0
"""The least score of a name that a query begins, or of which it has several words: enough to be asked about."""

CODE_LENGTH = 4
"""Characters up to which a word is a code, as is every word with a digit; codes match exactly or ask."""

SHORT_WORD = 3
"""Letters up to which a word inside a longer text is a code: *CT angiography* is not *MR angiography*."""

CAPITAL_CODE_LENGTH = 6
"""Letters up to which a word typed in capitals alone is a code too."""

DIFFERENT_CODES = 20.0
"""Taken off where two texts differ in their short words: *T1 mapping* is not *T2 mapping*."""


class Name(NamedTuple):
    """A normalised name, with what scoring it needs.

    Attributes:
        permuted: Its words in alphabetical order.
        codes: Its words that are short or have a digit.
    """

    text: str
    permuted: str
    codes: frozenset[str]

    @classmethod
    def of(cls, text: str, strings: MutableMapping[str, str] | None = None) -> "Name":
        """Take a normalised text apart.

        Args:
            text: A normalised text.
            strings: Strings that stand elsewhere too, by themselves, so that memory has each of them once.
        """
        ordered = permuted(text) if " " in text else text
        if strings is not None:
            ordered = strings.setdefault(ordered, ordered)
        return cls(text, ordered, frozenset(filter(_is_short, text.split())) or _NO_CODES)


_NO_CODES = frozenset[str]()


def closeness(query: Name, name: Name) -> float:
    """How close a query is to a name, 0 to 100."""
    score = max(fuzz.ratio(query.text, name.text), PERMUTED * fuzz.ratio(query.permuted, name.permuted))
    return _weighed(query, frozenset(query.text.split()), name, score)


def near(query: Name, names: Sequence[Name]) -> Iterator[tuple[int, float]]:
    """The places of the names that are near to a query, each with its closeness, `NEAR` to 100."""
    scores = dict.fromkeys(range(len(names)), 0.0)
    texts, ordered = [name.text for name in names], [name.permuted for name in names]
    for _, score, place in process.extract(query.text, texts, scorer=fuzz.ratio, limit=None, score_cutoff=NEAR):
        scores[place] = score
    for _, score, place in process.extract(query.permuted, ordered, scorer=fuzz.ratio, limit=None, score_cutoff=NEAR):
        scores[place] = max(scores[place], PERMUTED * score)
    typed, words = query.text, frozenset(query.text.split())
    for place, score in scores.items():
        text = texts[place]
        begins = text.startswith(typed)
        # Everything else is left as it is by `_weighed`.
        if begins or (score >= NEAR and query.codes) or (score < INSIDE and _has_all(text, words)):
            score = _weighed(query, words, names[place], score)  # noqa: PLW2901 - the same score, weighed
        if score >= NEAR:
            yield place, score


def _has_all(text: str, words: AbstractSet[str]) -> bool:
    """Whether several words all stand in a text, as words or parts of them."""
    return len(words) > 1 and all(map(text.__contains__, words))


def near_word_by_word(query: Name, names: Sequence[Name]) -> Iterator[tuple[int, float]]:
    """The places of the names whose words are near to a query's, word by word, each with its closeness.

    *yramiplasty abconiemia* is *abconiemia gramiplasty*, though its words sort otherwise. Slower than `near` by far.
    """
    words = query.text.split()
    for place, name in enumerate(names):
        left = name.text.split()
        if len(left) == len(words) > 1:
            aligned: list[str] = []
            for word in words:
                aligned.append(max(left, key=lambda other: fuzz.ratio(word, other)))
                left.remove(aligned[-1])
            score = PERMUTED * fuzz.ratio(query.text, " ".join(aligned))
            if score >= NEAR and not _codes_differ(query, name):
                yield place, score


def _weighed(query: Name, words: AbstractSet[str], name: Name, score: float) -> float:
    """A score of letters, raised where a query begins a name or is among its words, lowered where codes differ."""
    typed, text = query.text, name.text
    if len(typed) >= SHORTEST_PREFIX and text.startswith(typed):
        whole_word = text.startswith(f"{typed} ")
        score = max(score, (INSIDE if whole_word else 88.0) + 10.0 * len(typed) / len(text))
    elif score < INSIDE and _has_all(text, words) and words <= set(text.split()):
        score = INSIDE
    return score - DIFFERENT_CODES if score >= NEAR and _codes_differ(query, name) else score


def _codes_differ(query: Name, name: Name) -> bool:
    """Whether each has a code that the other has not."""
    return not (query.codes <= name.codes or name.codes <= query.codes)


def is_code(word: str) -> bool:
    """Whether a folded text is a code: one word of at most four characters, or with a digit."""
    return " " not in word and (len(word) <= CODE_LENGTH or any(map(str.isdigit, word)))


def is_capital_code(typed: str) -> bool:
    """Whether a text as typed is a longer code: one word of capitals, up to six."""
    word = typed.strip()
    return word.isalpha() and word.isupper() and len(word) <= CAPITAL_CODE_LENGTH


def is_one_slip(word: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one word the other."""
    return OSA.distance(word, other, score_cutoff=1) == 1


def could_be_code(typed: str, code: str) -> bool:
    """Whether a typed code is worth asking about: one slip away, with the same digits.

    Of two letters, only swapped ones: each of them is one substitution away from every second code there is.
    """
    if [c for c in typed if c.isdigit()] != [c for c in code if c.isdigit()]:
        return False
    if min(len(typed), len(code)) <= 2:  # noqa: PLR2004 - as above
        return typed == code[::-1] or (len(typed) > len(code) > 1 and is_one_slip(typed, code))
    return is_one_slip(typed, code)


def _is_short(word: str) -> bool:
    return len(word) <= SHORT_WORD or any(map(str.isdigit, word))

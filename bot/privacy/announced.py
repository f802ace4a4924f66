"""Numbers that a word before them names: *MRN 12345*, *patient no. 4821*, *the accession number is CT20-12345*.

Each number is looked at once, and the few words before it. All text is in lower case.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.privacy.harmless import UNIT
from bot.privacy.identifier import Identifier
from bot.privacy.kinds import ALONE, APART, BETWEEN, ENDINGS, LONGEST, NUMBER_WORDS, OF, Kind

_VALUE = re.compile(
    r"(?<![a-z\d])([a-z]{0,12})[\-/.]?(\d[\da-z]{0,40}"
    r"(?:[\-/.][a-z]{0,3}\d[\da-z]{0,30}|[a-z]{0,2} \d[\da-z]{1,30}){0,5})"
)
"""A number, and the letters that are written with it."""

_WINDOW = 72
"""Characters before a number that may name it."""

_MOST_BETWEEN, _FAR = 6, 4
"""Words that may stand between, and words of any kind behind what is a number's very name."""

_LEAST, _FEWEST_IF_FAR = 3, 4
"""Digits that any number has, and one that other words part from its name."""

_LETTERS_BEFORE = 2
"""Letters that are part of the number: *NI no. QQ 12 34 56 C*."""

_WORD = re.compile(r"[a-zà-ÿ](?:[a-zà-ÿ&/'\-]{0,29}[a-zà-ÿ])?|[#:=]|\d{1,20}|[~?!;]")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[\-/](?:19|20)?\d\d)?")
_SINGLES = re.compile(r"(?<![\d.\-])\d(?:[ .\-]\d){4,15}(?![\d.\-])")
_SPELT = re.compile(r"\b([a-z])[. ]([a-z])[. ]([a-z])\b\.?")
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöøùúûüý", "aaaaaaceeeeiiiinoooooouuuuy")


def announced(text: str) -> Iterator[Identifier]:
    """The classes of numbers that a word before them names."""
    text = _SINGLES.sub(_together, text)
    for found in _VALUE.finditer(text):
        letters, number = found.groups()
        if _digits(number) < _LEAST:
            continue
        kind = OF.get(letters)
        if kind is None or not _counts(kind, number, numbered=False, behind=""):
            before = text[max(0, found.start() - _WINDOW) : found.start()]
            kind = _named_by(before, number, text[found.end() : found.end() + 16])
        if kind is not None:
            yield kind.identifier


def counts_up(digits: list[str]) -> bool:
    """Whether single digits are counted, as in *grades 0 1 2 3 4 5 6*."""
    return all((int(second) - int(first)) % 10 == 1 for first, second in pairwise(digits))


def _together(found: re.Match[str]) -> str:
    """Single digits that were typed apart, as one number."""
    digits = re.findall(r"\d", found[0])
    return found[0] if counts_up(digits) else "".join(digits)


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _counts(kind: Kind, number: str, *, numbered: bool, behind: str) -> bool:
    """Whether a number has as many digits as its kind needs, and is no year and no quantity."""
    if kind.far:
        return _digits(number) >= kind.numbered
    if numbered:
        return bool(kind.numbered) and _digits(number) >= kind.numbered
    if not kind.bare or _YEAR.fullmatch(number) or UNIT.match(behind):
        return False
    in_groups = kind.identifier in {Identifier.NATIONAL_ID, Identifier.PHONE}
    return _digits(number if in_groups else number.split(" ", 1)[0]) >= kind.bare


def _named_by(before: str, number: str, behind: str) -> Kind | None:
    """What the words before a number make of it."""
    words = _WORD.findall(_SPELT.sub(r"\1\2\3", before.translate(_ACCENTS)).replace(".", ""))
    numbered, alone, end = False, 0, len(words)
    for skipped in range(_MOST_BETWEEN):
        if not end:
            break
        kind, says_number = _kind_at(words, end)
        if kind is not None:
            return kind if _counts(kind, number, numbered=numbered or says_number, behind=behind) else None
        word = words[end - 1]
        if word in NUMBER_WORDS:
            numbered, alone = True, max(alone, ALONE.get(word, 0))
        elif word not in BETWEEN and (skipped or len(word) > _LETTERS_BEFORE):
            break
        end -= 1
    if alone and _digits(number) >= alone:
        return Kind(Identifier.RECORD_NUMBER, alone, 0)
    if _YEAR.fullmatch(number) or _digits(number) < _FEWEST_IF_FAR:
        return None
    near = (" ".join(words[i : i + length]) for i in range(max(0, end - _FAR), end) for length in (1, 2))
    return next((kind for phrase in near if (kind := OF.get(phrase)) and kind.far), None)


def _kind_at(words: list[str], end: int) -> tuple[Kind | None, bool]:
    """The kind of the phrase that ends here, longest first, and whether it says itself that a number follows."""
    for length in range(min(LONGEST, end), 1, -1):
        if kind := OF.get(" ".join(words[end - length : end])):
            return kind, False
    word = words[end - 1]
    if word in NUMBER_WORDS and end > 1 and words[end - 2] not in APART:
        return None, False  # *exam id* is an exam's, whatever else an id alone may be
    if kind := OF.get(word):
        return kind, False
    for ending in ENDINGS:
        if word.endswith(ending) and (kind := OF.get(word.removesuffix(ending).rstrip("-"))):
            return kind, True
    return OF.get(word.removesuffix("s")), False

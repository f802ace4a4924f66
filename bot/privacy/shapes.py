"""Numbers that have a patient's shape, whatever stands before them.

python-stdnum and phonenumbers tell whose they are; a long number is stopped in any case. All text is in lower case.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice

from bot.privacy.announced import counts_up
from bot.privacy.harmless import HOLE, STANDARD_ROOT, without_bare
from bot.privacy.identifier import Identifier

_GROUPS = re.compile(r"(?<![\w.,])(\+?)(\(?)(\d+(?:(?:\)?[ .\-/]{1,3}\(?|\))\d+){0,9})(?![a-wyz\d])")
_PARTS = re.compile(r"\d+")
_LETTERED = re.compile(
    r"(?<![a-z\d])(?:[a-z]{1,4}[\-/]?\d{7,}|[a-z]{1,4}\d{6,}|[a-z]{1,4}\d{0,4}[\-/.]\d{6,}|"
    r"[a-z]{1,4}\d{2,4}[\-/]\d{5,}|[a-z]{1,4}[\-/]\d{2,4}[\-/](?!(?:19|20)\d\d(?!\d))\d{4,}|"
    r"\d{2,4}[\-/]?[a-z]{1,3}[\-/]?\d{5,}|\d{7,}[\-/]?[a-z]{1,2}|\d{6}[a-z]\d{2,4}[a-z]?)[\da-z]{0,6}(?![a-z\d])"
)


def _shapes(text: str) -> frozenset[tuple[int, ...]]:
    return frozenset(tuple(map(int, shape.split("-"))) for shape in text.split())


_PHONE_SHAPES = _shapes("3-3-4 3-4-4 5-6 5-5 2-2-2-2-2 4-3-3 2-4-4 3-4 4-6 4-3-4 3-7 5-3-3 4-7")
_PERSON_SHAPES = _shapes("3-2-4 3-3-3 4-4-4 6-4 6-5 4-5-1 3-3-3-2 3-4-3 4-4-4-2 6-3 4-4-2")
_RECORD_SHAPES = _shapes("2-2-2-2 3-5 2-6 2-3-3 2-2-3 4-4 2-3-4")
_DIRECTORY_SHAPES = _shapes("2-2-2-2 3-2-3 4-4")
"""Eight digits with spaces: a phone only if a plan has it, and nothing that goes upward."""

_AMBIGUOUS_SHAPES = _shapes("3-4 5-5")
"""With a space they are a phone only if they begin as one."""

_LONG = 7
"""A number of so many digits is stopped."""

_HALF = 5
"""Two groups with a dash are a number if one of them is as long; else they are a range."""

_AT_HOME = range(9, 13)
"""Digits of a phone number that begins with 0."""

_OF_A_STATE = range(9, 16)
"""Digits of what states and phone companies give."""

_MOST_GROUPS = 5
_MOST_CLASSES = 24
"""So many classes found end the reading: they are few and repeat."""


def shaped(text: str) -> Iterator[Identifier]:
    """The classes of numbers that have a patient's shape, whatever stands before them."""
    return islice(_shaped(text), _MOST_CLASSES)


def _shaped(text: str) -> Iterator[Identifier]:
    if _BY_LETTERS.search(text):
        yield Identifier.NATIONAL_ID
    text = without_bare(text)
    if _LETTERED.search(text):
        yield Identifier.ACCESSION_NUMBER
    for found in _GROUPS.finditer(text):
        plus, bracket, number = found.groups()
        groups = _PARTS.findall(number)
        if sum(map(len, groups)) < _LONG:
            continue
        if plus or bracket:
            yield Identifier.PHONE
        else:
            yield from _of_groups(number, groups)


def _of_groups(number: str, groups: list[str]) -> Iterator[Identifier]:
    """The classes of one number that is written in groups."""
    for group in groups:
        if len(group) >= _LONG:
            yield from _of_digits(group)
    if len(groups) == 1:
        return
    if len(groups) >= _LONG and all(len(group) == 1 for group in groups):
        if not counts_up(groups):
            yield Identifier.RECORD_NUMBER
        return
    digits = "".join(groups)
    dialled = digits[0] == "0" and len(digits) in _AT_HOME and len(groups) <= _MOST_GROUPS
    if dialled and any(group[-1] != "0" for group in groups):
        yield from _of_digits(digits)
    for start in range(len(groups)):
        for end in range(start + 2, min(start + _MOST_GROUPS, len(groups)) + 1):
            if not _are_figures(groups[start:end]):
                yield from _of_part(groups[start:end], spaced=" " in number)


def _of_part(part: list[str], *, spaced: bool) -> Iterator[Identifier]:
    """The classes of some groups that follow each other."""
    shape, digits = tuple(map(len, part)), "".join(part)
    if shape in _PHONE_SHAPES and not (spaced and shape in _AMBIGUOUS_SHAPES and digits[0] not in "0789"):
        yield from _of_digits(digits)
        yield Identifier.PHONE
    elif shape in _PERSON_SHAPES:
        yield from _of_digits(digits)
        yield Identifier.NATIONAL_ID
    elif spaced:
        if shape in _DIRECTORY_SHAPES and part != sorted(part) and _is_a_phone(digits):
            yield Identifier.PHONE
        elif shape == (2, 3, 4):
            yield Identifier.RECORD_NUMBER
    elif shape in _RECORD_SHAPES or (len(shape) == 2 and sum(shape) >= _LONG and max(shape) >= _HALF):  # noqa: PLR2004 - two groups
        yield Identifier.RECORD_NUMBER


def _are_figures(part: Sequence[str]) -> bool:
    """Whether groups are round, or a range as in *1200-1500*."""
    if all(int(group) % 10 == 0 for group in part):
        return True
    if len(part) > 2:  # noqa: PLR2004 - a range has two ends
        return False
    low, high = part
    return int(low) < int(high) and len(high) - len(low) <= 1 and low[0] != "0" and len(high) < _HALF


@cache
def _validators() -> tuple[Callable[[str], bool], ...]:
    """Whether digits are a number of a nation, check digit and all; loaded on first need: 15 ms."""
    from stdnum.br import cpf
    from stdnum.dk import cpr
    from stdnum.fr import nir
    from stdnum.gb import nhs
    from stdnum.in_ import aadhaar
    from stdnum.nl import bsn
    from stdnum.no import fodselsnummer
    from stdnum.pl import pesel
    from stdnum.se import personnummer

    nations = (nhs, aadhaar, nir, bsn, cpr, personnummer, fodselsnummer, pesel, cpf)
    return tuple(nation.is_valid for nation in nations)


def _of_digits(digits: str) -> Iterator[Identifier]:
    """The classes of a long run of digits: always a record's number, and a nation's where a check digit says so."""
    yield Identifier.RECORD_NUMBER
    if len(digits) in _OF_A_STATE:
        if any(is_valid(digits) for is_valid in _validators()):
            yield Identifier.NATIONAL_ID
        if _is_a_phone(digits):
            yield Identifier.PHONE


_REGIONS = "US GB DE FR IN AU IE ES IT NL SE NO DK SG HK CH BR ZA".split()


@cache
def _phones() -> Callable[[str, str], bool]:
    """Whether digits are a phone number of a region, by the plans of all regions; loaded on first need."""
    import phonenumbers

    def holds(digits: str, region: str) -> bool:
        try:
            return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
        except phonenumbers.NumberParseException:
            return False

    return holds


def _is_a_phone(digits: str) -> bool:
    """Whether digits are a phone number as it is dialled at home."""
    return len(digits) < _AT_HOME.stop and any(_phones()(digits, region) for region in _REGIONS)


_BY_LETTERS = re.compile(
    r"(?<![a-z\d])(?:"
    r"[a-z]{6}\d\d[a-ehlmpr-t]\d\d[a-z]\d{3}[a-z]|"  # Italy: codice fiscale
    r"x{3}-?x{2}-?\d{4}|"  # United States, the first five hidden
    r"[xyz][ \-]?\d{7}[ \-]?[a-z]|\d{8}[ \-]?[a-z]|\d{2}\.\d{3}\.\d{3}[ \-]?[a-z]|"  # Spain: NIE, DNI
    r"\d{6}[\-+a]\d{3}[\da-y]|(?:19|20)\d{6}[\-+]\d{4}|"  # Finland
    r"[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]|"  # United Kingdom: national insurance
    r"\d{7}[a-w][abhtwx]?|"  # Ireland: PPS
    r"[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]|"  # India: PAN
    r"\d[ac-hj-km-np-rt-y][\dac-hj-km-np-rt-y]\d-?[ac-hj-km-np-rt-y][\dac-hj-km-np-rt-y]\d-?[ac-hj-km-np-rt-y]{2}\d\d"
    r"|"  # Medicare
    r"[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?|"  # France
    r"[a-z]{4}( ?)\d\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])\1[0-3]\d\d\d"  # Québec
    r")(?![a-z\d])"
)


_UID = re.compile(r"(?<![\w.+])(?:[0-2](?:\.\d{1,39}){3,30}|2\.25\.\d{12,39})(?!\w)")
_MADE_FOR_A_STUDY = 30, 9
"""So many characters, or dots, has the UID of one study; the root of whoever made it is shorter."""


def without_uids(text: str) -> tuple[str, bool]:
    """A text with holes for UIDs, and whether one of them was made for a study rather than by a standard."""
    made = [found[0] for found in _UID.finditer(text) if not found[0].startswith(STANDARD_ROOT)]
    length, dots = _MADE_FOR_A_STUDY
    return _UID.sub(HOLE, text), any(len(uid) >= length or uid.count(".") >= dots for uid in made)

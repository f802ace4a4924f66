"""Telling a slip of the hand from another word.

*hematology* is one letter from *hepatology*, and *radiogrphy* is one letter from *radiography*; a score sees no
difference. Hands do: they drop a letter, double it, swap two, hit the key beside, mistake a vowel. What only such slips
explain is answered; anything else, however close, is asked about.
"""

from itertools import chain

from rapidfuzz.distance import Levenshtein

LETTERS_A_SLIP = 5
"""One slip in so many letters of the name, rounded down, but always one."""

MOST_SLIPS = 3

ENOUGH_OF_A_NAME = 0.7
"""The share of a name that counts as the name typed so far: *fluorosc*, not *chemo* for *chemoembolization*."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
_SOUNDALIKES = ("ck", "cs", "sz", "fv", "dt", "nm", "xs", "gj", "kq")


def _neighbours() -> dict[str, frozenset[str]]:
    """The keys around each key of a QWERTY board; each row stands half a key to the right of the one above."""
    places = {key: (x + 0.5 * y, y) for y, row in enumerate(_ROWS) for x, key in enumerate(row)}
    return {
        key: frozenset(
            other for other, (x2, y2) in places.items() if other != key and abs(x2 - x) <= 1 and abs(y2 - y) <= 1
        )
        for key, (x, y) in places.items()
    }


_BESIDE = _neighbours()
_ALIKE = frozenset(chain.from_iterable((pair, pair[::-1]) for pair in _SOUNDALIKES))


def only_slips(typed: str, name: str) -> bool:
    """Whether a few slips of the hand, and nothing else, make the name what was typed.

    Both are folded and normalised. A beginning of the name counts as typed so far, if little is missing and no word.
    """
    if name.startswith(typed) and len(typed) >= ENOUGH_OF_A_NAME * len(name):
        return not name[len(typed) :].startswith(" ")
    allowed = min(MOST_SLIPS, max(1, len(name.replace(" ", "")) // LETTERS_A_SLIP))
    most_edits = 2 * allowed  # a swap is two, any other slip one
    if Levenshtein.distance(typed, name, score_cutoff=most_edits) > most_edits:
        return False
    slips = 0
    operations = [(op.tag, op.src_pos, op.dest_pos) for op in Levenshtein.editops(typed, name)]
    while operations:
        rest = _without_swap(operations, typed, name)
        rest = _without_slip(operations, typed, name) if rest is None else rest
        slips += 1
        if rest is None or slips > allowed:
            return False
        operations = rest
    return True


_Operation = tuple[str, int, int]


def _without_swap(operations: list[_Operation], typed: str, name: str) -> list[_Operation] | None:
    """The operations left when the first two are one swap of neighbours; ``None`` where they are not."""
    if len(operations) < 2:  # noqa: PLR2004 - a swap takes two
        return None
    (first, source, target), (second, source2, target2) = operations[:2]
    if first == second == "replace":
        swapped = source2 == source + 1 and typed[source] == name[target2] and typed[source2] == name[target]
    elif {first, second} == {"insert", "delete"}:
        inserted, deleted = (target, source2) if first == "insert" else (target2, source)
        swapped = name[inserted] == typed[deleted] and abs(source2 - source) <= 2  # noqa: PLR2004 - ab to ba, over one
    else:
        swapped = False
    return operations[2:] if swapped else None


def _without_slip(operations: list[_Operation], typed: str, name: str) -> list[_Operation] | None:
    """The operations left when the first is one slip; ``None`` where it is none."""
    (tag, source, target), *rest = operations
    if tag == "insert" or (tag == "delete" and _is_extra_key(typed, source)):
        return rest
    if tag == "replace" and _is_wrong_key(typed[source], name[target]):
        return rest
    return None


def _is_extra_key(typed: str, place: int) -> bool:
    """Whether a letter too many doubles a neighbour, lies beside its key, or is a space."""
    letter = typed[place]
    around = typed[max(0, place - 1) : place] + typed[place + 1 : place + 2]
    return letter == " " or any(letter == other or letter in _BESIDE.get(other, ()) for other in around)


def _is_wrong_key(letter: str, meant: str) -> bool:
    return letter in _BESIDE.get(meant, ()) or {letter, meant} <= _VOWELS or letter + meant in _ALIKE

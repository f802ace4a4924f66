"""Splitting what follows ``/compare`` into items, as people write it.

``CT vs MRI`` · ``ct, mri & ultrasound`` · ``"nuclear medicine" PET`` · ``difference between x-ray and fluoroscopy``
say where the items end. ``nuclear medicine PET`` does not: of all ways to cut it, the one whose parts resolve best is
taken, and of equal ones the one with the fewest parts (of codes alone, each is an item).
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from operator import itemgetter

from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.outcomes import EXACT_SCORE, Ambiguous, Found, How, Outcome

MOST_WORDS = 16
"""Words of a piece that are tried in every cut: 16 make 136 spans to resolve."""

_LEAD_IN = re.compile(
    r"^[\s.,:;!?-]*(?:(?:please|what(?:'s|’s| is| are)?|how|explain|tell me|the|is|are|do|does|compared?|comparison"
    r"|differences?|differ|between|of|in)\s+)*(?:(?:differences?|comparison)\s+(?:between|of)\s+)?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')
_COMMA = re.compile("[;|\n\u3001\u060c\uff0c\uff1b]")
_HARD = re.compile(r",|(?<![^ ,])(?:vs?|versus|against|compared (?:to|with))(?![\w/-])\.?", re.IGNORECASE)
_SOFT = frozenset({"and", "or", "&", "+", "/", "with", "to", "from", "than"})
_EDGE = " \t.?!:()[]"


def split(text: str, resolve: Callable[[str], Outcome]) -> tuple[str, ...]:
    """The items of a comparison, as typed; none for an empty text.

    Args:
        text: What follows ``/compare``.
        resolve: What a piece of it means; called once for every piece that could be an item.
    """
    resolve = cache(resolve)
    items: list[str] = []
    pieces = _pieces(text)
    if len(pieces) > MOST_ITEMS:  # too many as they are: what they mean does not matter
        return tuple(piece for piece, _ in pieces)
    too_long = len(text.split()) > 2 * MOST_WORDS
    for piece, is_fixed in pieces:
        words = [] if too_long else _words(piece, resolve)
        if is_fixed or too_long or len(words) > MOST_WORDS:
            items.append(piece)
        elif words:
            items.extend(_cut(words, resolve, is_all=len(pieces) == 1))
    return tuple(item for item in items if item)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text between hard separators, and whether quotes fix it."""
    text = " ".join(_COMMA.sub(",", text).split())
    text = _LEAD_IN.sub("", text, count=1) or text
    pieces: list[tuple[str, bool]] = []
    start = 0
    for match in _QUOTED.finditer(text):
        pieces += [(piece, False) for piece in _HARD.split(text[start : match.start()])]
        pieces.append((match[1].strip(), True))
        start = match.end()
    pieces += [(piece, False) for piece in _HARD.split(text[start:])]
    return [(piece.strip(_EDGE), is_fixed) for piece, is_fixed in pieces if piece.strip(_EDGE)]


def _words(piece: str, resolve: Callable[[str], Outcome]) -> list[str]:
    """The words of a piece; ``PET/CT`` stays one where it names something, ``CT/MRI`` becomes three."""
    words: list[str] = []
    written = piece.split()
    for word in written:
        if "/" in word.strip("/") and len(written) <= MOST_WORDS and cost(resolve(word)) > 0:
            parts = re.split(r"(/)", word)
            words += [part for part in parts if part]
        else:
            words.append(word)
    while words and words[0].lower() in _SOFT:
        words.pop(0)
    while words and words[-1].lower() in _SOFT:
        words.pop()
    return words


def cost(outcome: Outcome) -> float:
    """How badly a piece resolves: 0 for an exact name, about 1 for a slip, more for a question, 5 for nothing."""
    match outcome:
        case Found(how=How.FUZZY, score=score):
            return 1.0 + (EXACT_SCORE - score) / 20.0
        case Found():
            return 0.0
        case Ambiguous(is_exact=True):
            return 0.0
        case Ambiguous():
            return 3.0
        case _:
            return 5.0


def _cut(words: list[str], resolve: Callable[[str], Outcome], *, is_all: bool) -> list[str]:
    """Cut a piece where its parts resolve best; ``is_all`` says that there is no other piece to compare it with."""

    def part(start: int, end: int) -> str:
        inner = words[start:end]
        while inner and inner[0].lower() in _SOFT:
            inner = inner[1:]
        while inner and inner[-1].lower() in _SOFT:
            inner = inner[:-1]
        return " ".join(inner)

    def price(start: int, end: int) -> float:
        outcome = resolve(part(start, end))
        length = sum(word.lower() not in _SOFT for word in words[start:end])
        return cost(outcome) * (length if cost(outcome) >= cost(Ambiguous(())) else 1)

    @cache
    def best(start: int, parts: int) -> tuple[float, tuple[int, ...]]:
        """The cheapest way to cut what follows ``start`` into so many parts: its price, and where the parts end."""
        if parts == 1:
            empty = not part(start, len(words))
            return (float("inf"), ()) if empty else (price(start, len(words)), (len(words),))
        cuts = []
        # Of equal cuts the longer first part wins: CT angiography and MRI, not CT and angiography MRI.
        for end in range(len(words) - parts + 1, start, -1):
            if part(start, end):
                rest, ends = best(end, parts - 1)
                cuts.append((price(start, end) + rest, (end, *ends)))
        return min(cuts, key=itemgetter(0), default=(float("inf"), ()))

    plain = [word for word in words if word.lower() not in _SOFT]
    if len(plain) > 1 and all(_is_bare_code(word) and cost(resolve(word)) == 0 for word in plain):
        return plain
    # Of equal prices few parts win over many, but what is all there is, is two parts rather than one.
    several = range(2, min(MOST_ITEMS + 1, len(plain)) + 1)
    options = [(best(0, parts), parts) for parts in ((*several, 1) if is_all else (1, *several))]
    (_, ends), _ = min(options, key=lambda option: option[0][0])
    return [part(start, end) for start, end in pairwise((0, *ends))]


def _is_bare_code(word: str) -> bool:
    return len(word) <= 5 and word.isalnum()  # noqa: PLR2004 - SPECT has five letters

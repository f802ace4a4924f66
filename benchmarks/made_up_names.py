"""Names that nobody has, as many as wanted, in the manner of the field's; and what people would type for them."""

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NAMES_AN_ENTRY = 3

_STARTS = """
    ab ad al am an ar as bal bar ben bor bra bri cal car cen cer cho cla col con cor cra cri dal den der dor dra
    el en er fal fen fer fla for fra gal gen gla gra hal hem her hol ker kol lam len lor mal man mar men mer mor
    nal nor or pal par pen per pla por pra ral ren ror sal san ser sor spe sta ste tal tan ter tor tra val ven
    ver vor zan zel
""".split()
_MIDDLES = """
    a e i o u ba be bi bo ca ce ci co da de di do fa fi ga go la le li lo ma me mi mo na ne ni no pa pe po ra re
    ri ro sa se si so ta te ti to va ve vi vo
""".split()
_ENDINGS = """
    al ar ase cele centesis cyte dermal ectomy emia eous gram graphy ia ic ine itis ive logy lysis metry oid oma
    opathy orial osis ostomy otomy ous pathy pexy phasic plasty scopy sis stat stomy therapy thesis tomy tropic
""".split()


@dataclass(frozen=True, slots=True)
class Query:
    """Something typed.

    Attributes:
        kind: What was done to a name.
        text: What came of it.
        entry: The number of the entry meant; ``None`` where none is.
    """

    kind: str
    text: str
    entry: int | None


def names(entries: int) -> list[str]:
    """Distinct names of two to four words, `NAMES_AN_ENTRY` for each entry, one entry after the other."""
    dice = random.Random(entries)  # noqa: S311 - names, no secret
    words = sorted({_word(dice) for _ in range(400 + entries // 4)})
    made: dict[str, None] = {}
    while len(made) < entries * NAMES_AN_ENTRY:
        made[" ".join(dice.sample(words, dice.choice((2, 3, 3, 4))))] = None
    return list(made)


def queries(every: Sequence[str], count: int) -> list[Query]:
    """About ``count`` queries, as many of each kind: names, slips, other order, beginnings, and no names at all."""
    dice = random.Random(count)  # noqa: S311 - names, no secret
    made: list[Query] = []
    while len(made) < count:
        number = dice.randrange(len(every))
        made += (Query(kind, text, number // NAMES_AN_ENTRY) for kind, text in _typed(every[number], dice))
        made.append(Query("nothing", " ".join(_word(dice) for _ in range(2)), None))
    return made


def slip(text: str, dice: random.Random) -> str:
    """A letter dropped, doubled, changed, or swapped with the next."""
    place = dice.choice([at for at in range(1, len(text) - 1) if text[at] != " " and text[at + 1] != " "])
    before, letter, after = text[:place], text[place], text[place + 1 :]
    return dice.choice(
        (
            before + after,
            before + letter + letter + after,
            before + dice.choice(string.ascii_lowercase) + after,
            before + after[0] + letter + after[1:],
        )
    )


def _typed(name: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    swapped = " ".join(name.split()[::-1])
    yield "exact", name
    yield "slip", slip(name, dice)
    yield "two slips", slip(slip(name, dice), dice)
    yield "swapped words", swapped
    yield "swapped words and a slip", slip(swapped, dice)
    yield "beginning", name[: int(0.8 * len(name))].strip()


def _word(dice: random.Random) -> str:
    middles = (dice.choice(_MIDDLES) for _ in range(dice.choice((1, 2, 2, 3))))
    return dice.choice(_STARTS) + "".join(middles) + dice.choice(_ENDINGS)

"""``python -m benchmarks.thresholds DIR``: what each threshold of matching comes to on outside data, as Markdown.

One threshold is moved at a time, the others stay as shipped. The rows of ``synonyms.tsv`` and ``typos.tsv`` are dealt
into two halves by a digest of what is typed: the first is to choose by, the second is held back, to see whether the
choice holds on rows that had no part in it. Beside them stand words drawn from the list of English: none of them is
meant for an entry unless it is a name of it.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from benchmarks.rows import ROOT
from bot.core.evaluating import Row, Verdict, evaluate
from bot.core.library import Library, Shelf
from bot.knowledge.loading import load
from bot.knowledge.outcomes import Ambiguous, Found, How
from bot.knowledge.pack import Pack
from bot.matching.english import english_words
from bot.matching.resolving import SHIPPED, Resolver
from bot.matching.scoring import Thresholds

WORDS = 2000

TABLES = ("synonyms.tsv", "typos.tsv")

TRIED: dict[str, tuple[float, ...]] = {
    "answer": (70, 74, 78, 80, 82, 84, 86, 88, 90, 94),
    "margin": (0, 1, 2, 4, 6, 8, 12),
    "ask": (60, 66, 70, 74, 76, 78, 80, 84, 88),
}


def main() -> None:
    """Print a table for each threshold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thresholds", description="Curves of the thresholds.")
    parser.add_argument("folder", type=Path, help="has synonyms.tsv and typos.tsv")
    folder = parser.parse_args().folder
    pack = load([ROOT / "knowledge"])
    for name, values in TRIED.items():
        print("\n".join(_curve(pack, folder, name, values)), end="\n\n")


def _curve(pack: Pack, folder: Path, name: str, values: Iterable[float]) -> Iterator[str]:
    yield f"| `{name}` | right / asked / missed / wrong | held back | other words: answered / asked |"
    yield "| ---: | ---: | ---: | ---: |"
    for value in values:
        library = _library(pack, SHIPPED._replace(**{name: value}))
        tables = evaluate(library, folder)
        rows = [row for table in TABLES for row in tables[table]]
        halves = ([row for row in rows if _is_held_back(row) is held_back] for held_back in (False, True))
        shipped = "**" if value == getattr(SHIPPED, name) else ""
        cells = [f"{shipped}{value:g}{shipped}", *map(_told, halves), _told_of_words(library)]
        yield f"| {' | '.join(cells)} |"


def _library(pack: Pack, thresholds: Thresholds) -> Library:
    library = Library(pack)
    library.serve(Shelf.of(pack, Resolver(pack.entries.values(), thresholds)))
    return library


def _told_of_words(library: Library) -> str:
    """How many English words that are no name of the pack are answered, and asked about."""
    outcomes = [library.look_up(word) for word in _some_words()]
    answered = sum(isinstance(outcome, Found) and outcome.how is How.FUZZY for outcome in outcomes)
    return f"{answered} / {sum(isinstance(outcome, Ambiguous) for outcome in outcomes)}"


@cache
def _some_words() -> list[str]:
    dice = random.Random(20)  # noqa: S311 - a choice, no secret
    return dice.sample(sorted(english_words()), WORDS)


def _is_held_back(row: Row) -> bool:
    return blake2b(row.typed.encode(), digest_size=1).digest()[0] % 2 == 1


def _told(rows: list[Row]) -> str:
    by = Counter(row.verdict for row in rows)
    missed = by[Verdict.MISSED] + by[Verdict.ASKED_WITHOUT]
    return f"{by[Verdict.RIGHT]} / {by[Verdict.ASKED]} / {missed} / {by[Verdict.WRONG]}"


if __name__ == "__main__":
    main()

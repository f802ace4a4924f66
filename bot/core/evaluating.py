"""Measuring look-ups on tables of texts and what they should resolve to. ``reading-room eval``.

The tables are tab-separated, with a line of column names. Those that are read, with their columns:

- ``synonyms.tsv``, ``typos.tsv``: ``typed``, ``intended`` (a name that the pack resolves exactly)
- ``dicom_modalities.tsv``: ``code``, ``meaning``, ``cids``, ``retired``; the active codes of context group 29 count
- ``abbreviations.tsv``: ``abbr``, ``imaging_expansions`` (``|`` between them), ``other_expansions``, ``ambiguous``
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot.core.library import Library
from bot.errors import ReadingRoomError
from bot.knowledge.outcomes import Ambiguous, Found, How, NotFound, Outcome, offered

ACQUISITION = "29"
"""DICOM's context group of the modalities that acquire."""


class NoTablesError(ReadingRoomError):
    """A folder has none of the tables that can be measured on."""

    def __init__(self, folder: Path) -> None:
        names = ", ".join(_TABLES)
        super().__init__(f"{folder} has nothing to measure on: name a folder with any of {names}")


class ColumnsError(ReadingRoomError):
    """A table lacks a column."""

    def __init__(self, path: Path, missing: Iterable[str]) -> None:
        super().__init__(f"{path}: its first line must also name {', '.join(sorted(missing))}, tabs between them")


class Verdict(StrEnum):
    """How a look-up went."""

    RIGHT = "right"
    """The entry meant, and no question asked."""
    ASKED = "asked"
    """A card that asks, the entry meant among those it lists."""
    ASKED_WITHOUT = "asked without"
    """A card that asks, without the entry meant."""
    MISSED = "missed"
    """Not found."""
    WRONG = "wrong"
    """Another entry, and no question asked."""
    UNTOLD = "untold"
    """The entry meant, without a word of what else an abbreviation stands for in a hospital."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table and how its look-up went.

    Attributes:
        typed: What was looked up.
        meant: What it should have come to, as the table words it.
        got: The ids of the entries that it came to, closest first.
    """

    typed: str
    meant: str
    verdict: Verdict
    got: tuple[str, ...]


def evaluate(library: Library, folder: Path) -> dict[str, list[Row]]:
    """The rows of every known table in a folder, by the table's name.

    Raises:
        NoTablesError: There is none.
        ColumnsError: A table lacks a column.
    """
    tables = {name: folder / name for name in _TABLES if (folder / name).is_file()}
    if not tables:
        raise NoTablesError(folder)
    return {name: list(_TABLES[name](library, path)) for name, path in tables.items()}


def _names(library: Library, path: Path) -> Iterator[Row]:
    for row in _rows(path, {"typed", "intended"}):
        yield _row(row["typed"], row["intended"], _named(library, [row["intended"]]), library.look_up(row["typed"]))


def _codes(library: Library, path: Path) -> Iterator[Row]:
    for row in _rows(path, {"code", "meaning", "cids", "retired"}):
        if row["retired"] == "no" and ACQUISITION in row["cids"].split():
            bearers = {entry.id for entry in library.pack.entries.values() if row["code"] in entry.codes.dicom}
            for typed in (row["code"], row["meaning"]):
                yield _row(typed, row["code"], bearers, library.look_up(typed))


def _abbreviations(library: Library, path: Path) -> Iterator[Row]:
    """Abbreviations of which the pack has an imaging sense; offering it is right, since the other senses are real.

    Where the other senses are a hospital's (``clinical``), a card that answers has to say that there are any.
    """
    for row in _rows(path, {"abbr", "imaging_expansions", "other_expansions", "ambiguous"}):
        meant = _named(library, row["imaging_expansions"].split("|"))
        if not meant:
            continue
        outcome = library.look_up(row["abbr"])
        got = _row(row["abbr"], row["imaging_expansions"], meant, outcome)
        if got.verdict is Verdict.ASKED:
            yield replace(got, verdict=Verdict.RIGHT)
        elif got.verdict is Verdict.RIGHT and row["ambiguous"] == "clinical" and not _tells_of_others(outcome):
            yield replace(got, verdict=Verdict.UNTOLD)
        else:
            yield got


def _tells_of_others(outcome: Outcome) -> bool:
    """Whether the card of an outcome says that the text has other meanings."""
    return not isinstance(outcome, Found) or bool(outcome.others or outcome.entry.also_means)


def _named(library: Library, names: Iterable[str]) -> set[str]:
    """The ids of the entries that these texts name exactly."""
    outcomes = [library.look_up(name) for name in names if name]
    return {one.entry.id for one in outcomes if isinstance(one, Found) and one.how is not How.FUZZY}


_TABLES: dict[str, Callable[[Library, Path], Iterator[Row]]] = {
    "synonyms.tsv": _names,
    "typos.tsv": _names,
    "dicom_modalities.tsv": _codes,
    "abbreviations.tsv": _abbreviations,
}


def _rows(path: Path, columns: set[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        if missing := columns - set(table.fieldnames or ()):
            raise ColumnsError(path, missing)
        yield from table


def _row(typed: str, meant: str, entries: set[str], outcome: Outcome) -> Row:
    got = tuple(entry.id for entry in offered(outcome))
    hit = not entries.isdisjoint(got)
    match outcome:
        case Found():
            verdict = Verdict.RIGHT if hit else Verdict.WRONG
        case Ambiguous():
            verdict = Verdict.ASKED if hit else Verdict.ASKED_WITHOUT
        case NotFound():
            verdict = Verdict.MISSED
    return Row(typed, meant, verdict, got)

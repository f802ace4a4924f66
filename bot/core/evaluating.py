"""Measuring look-ups and questions on tables of texts and what they should come to. ``reading-room eval``.

The tables are tab-separated, with a line of column names. Those that are read, with their columns:

- ``synonyms.tsv``, ``typos.tsv``: ``typed``, ``intended`` (a name that the pack resolves exactly)
- ``dicom_modalities.tsv``: ``code``, ``meaning``, ``cids``, ``retired``; the active codes of context group 29 count
- ``abbreviations.tsv``: ``abbr``, ``imaging_expansions`` (``|`` between them), ``other_expansions``, ``ambiguous``
- ``questions.tsv``: ``text``, ``label`` (a question's id or ``none``), ``alt_labels`` (``|``), ``kb_terms`` (``;``);
  each is measured twice: as somebody asks it who addresses the bot, and as a channel would get it unasked
- ``chatter.tsv``: ``text``; nothing is right to say unasked
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot.core.admitting import Private, ask
from bot.core.library import Library
from bot.errors import ReadingRoomError
from bot.knowledge.asked import Answered, Fenced, Suggested, Understood
from bot.knowledge.outcomes import Ambiguous, Found, How, NotFound, Outcome, offered

ACQUISITION = "29"
"""DICOM's context group of the modalities that acquire."""


class NoTablesError(ReadingRoomError):
    """A folder has none of the tables that can be measured on."""

    def __init__(self, folder: Path) -> None:
        names = ", ".join(dict.fromkeys(file for file, _ in _TABLES.values()))
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
    FENCED = "fenced"
    """Handed to those who know the patient, or stopped by the privacy gate, though an answer was meant."""
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
    tables = {name: folder / file for name, (file, _) in _TABLES.items() if (folder / file).is_file()}
    if not tables:
        raise NoTablesError(folder)
    return {name: list(_TABLES[name][1](library, path)) for name, path in tables.items()}


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


def _addressed(library: Library, path: Path) -> Iterator[Row]:
    """Questions of somebody who addresses the bot.

    Where no question of the pack is meant, silence is right, and so is the card of what is named.
    """
    for row in _rows(path, {"text", "label", "alt_labels", "kb_terms"}):
        meant, cards = _meant(library, row)
        told = " | ".join(sorted(meant | cards))
        match asked := ask(library, row["text"]):
            case Answered(understood) | Suggested(understood):
                yield _asked_row(row["text"], told, meant, cards, understood)
            case _ if _NOTHING in meant:
                yield Row(row["text"], told, Verdict.RIGHT, ())
            case _:
                verdict = Verdict.FENCED if isinstance(asked, Fenced | Private) else Verdict.MISSED
                yield Row(row["text"], told, verdict, ())


def _unasked(library: Library, path: Path) -> Iterator[Row]:
    """Those of the same questions that a channel would be answered without asking the bot."""
    for row in _rows(path, {"text", "label", "alt_labels", "kb_terms"}):
        asked = ask(library, row["text"])
        if isinstance(asked, Answered):
            meant, cards = _meant(library, row)
            yield _asked_row(row["text"], " | ".join(sorted(meant | cards)), meant, cards, asked.understood)


def _meant(library: Library, row: dict[str, str]) -> tuple[set[str], set[str]]:
    """The ids of the questions and of the entries that a row names."""
    labels = (row["label"], *row["alt_labels"].split("|"))
    return {name.replace("_", "-") for name in labels if name}, _named(library, row["kb_terms"].split(";"))


def _asked_row(text: str, told: str, meant: set[str], cards: set[str], understood: Understood) -> Row:
    got = (understood.question.id,) if understood.question else tuple(entry.id for entry in understood.entries)
    right = meant if understood.question else cards if _NOTHING in meant else set()
    return Row(text, told, Verdict.RIGHT if right.intersection(got) else Verdict.WRONG, got)


def _chatter(library: Library, path: Path) -> Iterator[Row]:
    """What nobody wants an answer to: any answer that nobody asked for is wrong."""
    for row in _rows(path, {"text"}):
        asked = ask(library, row["text"])
        if isinstance(asked, Answered):
            yield _asked_row(row["text"], _NOTHING, set(), set(), asked.understood)
        else:
            yield Row(row["text"], _NOTHING, Verdict.RIGHT, ())


_NOTHING = "none"
"""The label of what no question of the pack answers."""


_TABLES: dict[str, tuple[str, Callable[[Library, Path], Iterator[Row]]]] = {
    "synonyms.tsv": ("synonyms.tsv", _names),
    "typos.tsv": ("typos.tsv", _names),
    "dicom_modalities.tsv": ("dicom_modalities.tsv", _codes),
    "abbreviations.tsv": ("abbreviations.tsv", _abbreviations),
    "questions.tsv": ("questions.tsv", _addressed),
    "questions.tsv unasked": ("questions.tsv", _unasked),
    "chatter.tsv unasked": ("chatter.tsv", _chatter),
}
"""By what a table is called in the report: its file, and how it is measured."""


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

"""The ledger of the four seed documents: each of their statements is in the pack where it says, and sourced."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from bot.knowledge.loading import load
from bot.knowledge.pack import Pack
from bot.knowledge.records import Record

ROOT = Path(__file__).parents[2]

SEEDS = ("maven-2023", "orthomiami", "rinebraska", "medical-imaging-overview")
"""The ids by which the pack cites the seed documents."""

FEWEST = 30
"""How many statements each of them makes, at the least."""

NEED_NO_SOURCE = {"name", "abbreviations", "aliases", "related", "items", "about"}
"""Fields that state nothing, so that no source has to carry them."""


class Place(NamedTuple):
    """Where the pack says something: a record and the path of a field in it."""

    record: str
    path: str

    def __str__(self) -> str:
        return f"{self.record}: {self.path}"


class Row(NamedTuple):
    """A statement of a seed document, and the places in the pack that carry or contest it."""

    seed: str
    says: str
    carried_by: tuple[Place, ...]
    contested_by: tuple[Place, ...]
    left_out: str

    def __str__(self) -> str:
        return f"{self.seed}: {self.says}"


def places(row: Mapping[str, Any], key: str) -> tuple[Place, ...]:
    """The places that a row names under a key."""
    return tuple(Place(*pair) for place in row.get(key, ()) for pair in place.items())


def read() -> Iterator[Row]:
    """Every row of the ledger."""
    for row in yaml.safe_load((ROOT / "docs" / "seed-ledger.yml").read_text(encoding="utf-8")):
        unknown = row.keys() - set(Row._fields)
        assert not unknown, f"{row['says']}: the ledger knows no {', '.join(sorted(unknown))}"
        yield Row(
            row["seed"], row["says"], places(row, "carried_by"), places(row, "contested_by"), row.get("left_out", "")
        )


LEDGER = tuple(read())


def record_of(pack: Pack, name: str) -> Record:
    """The entry, comparison or fact of that id.

    Raises:
        LookupError: There is none.
    """
    for records in (pack.entries, pack.comparisons, pack.facts):
        if name in records:
            return records[name]
    raise LookupError(f"the pack has no record {name}")


def said_at(pack: Pack, place: Place) -> Any:
    """What the pack says at a place.

    Raises:
        LookupError: There is no such place, or nothing is said there.
    """
    value: Any = record_of(pack, place.record)
    for step in place.path.split("."):
        match value:
            case list() | tuple() if step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            case Mapping() if step in value:
                value = value[step]
            case _ if step in getattr(type(value), "model_fields", ()):
                value = getattr(value, step)
            case _:
                raise LookupError(f"{place} is not there: nothing is called {step}")
    if value is None or value in ("", (), {}):
        raise LookupError(f"{place} is empty")
    return value


def sources_at(pack: Pack, place: Place) -> tuple[str, ...]:
    """The ids of the sources that the pack cites for what it says at a place."""
    record = record_of(pack, place.record)
    match place.path.split("."):
        case ["rows", number, "cells", item]:
            return tuple(said_at(pack, Place(place.record, f"rows.{number}")).sources_of(item))
        case ["rows", number, *_]:
            cells = said_at(pack, Place(place.record, f"rows.{number}")).sources
            return tuple(source for sources in cells.values() for source in sources)
        case ["sections" | "views" as field, number, *_]:
            return tuple(said_at(pack, Place(place.record, f"{field}.{number}")).sources)
        case [field, *_]:
            return record.sources_of(field)
    return ()


def missing(pack: Pack, rows: tuple[Row, ...]) -> list[str]:
    """Each place of the rows that is not in the pack or says nothing, with the row's words."""
    found = []
    for row in rows:
        for place in (*row.carried_by, *row.contested_by):
            try:
                said_at(pack, place)
            except LookupError as error:
                found.append(f"{row}: {error.args[0]}")
    return found


def uncited(pack: Pack, rows: tuple[Row, ...]) -> list[str]:
    """Each place that is to carry a row without citing its seed, with the row's words."""
    return [
        f"{row}: {place} does not cite {row.seed}"
        for row in rows
        for place in row.carried_by
        if place.path.split(".")[0] not in NEED_NO_SOURCE and row.seed not in sources_at(pack, place)
    ]


def test_statements_are_in_the_pack(pack: Pack) -> None:
    """Every place that the ledger names is there and says something."""
    assert missing(pack, LEDGER) == []


def test_statements_cite_their_seed(pack: Pack) -> None:
    """Every place that carries a statement names the document that made it among its sources."""
    assert uncited(pack, LEDGER) == []


def test_statements_are_contested_by_others(pack: Pack) -> None:
    """What is set against a statement rests on a source that is no seed document."""
    alone = [
        f"{row}: {place} rests on seed documents only"
        for row in LEDGER
        for place in row.contested_by
        if not set(sources_at(pack, place)) - set(SEEDS)
    ]

    assert alone == []


def test_statement_is_carried_or_left_out() -> None:
    """Each statement has a place in the pack or a reason why it has none."""
    assert [str(row) for row in LEDGER if bool(row.carried_by) == bool(row.left_out)] == []


def test_statements_come_once() -> None:
    """No statement of a document stands in the ledger twice, and nothing is in it that is not a seed's."""
    told = [str(row) for row in LEDGER]

    assert sorted({one for one in told if told.count(one) > 1}) == []
    assert {row.seed for row in LEDGER} == set(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_seed_is_told_at_length(pack: Pack, seed: str) -> None:
    """Each document is a source of the pack, and gone through sentence by sentence."""
    assert seed in pack.sources
    assert sum(row.seed == seed and bool(row.carried_by) for row in LEDGER) >= FEWEST


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("summary", ""),
        ("views.0.says", ""),
        ("views.99", "nothing is called 99"),
        ("views.-1", "nothing is called -1"),
        ("sections.0.headline", "nothing is called headline"),
        ("training.Atlantis", "nothing is called Atlantis"),
        ("sections.0.text", "is empty"),
        ("sources_of", "nothing is called sources_of"),
    ],
)
def test_missing_place_is_told(pack: Pack, path: str, complaint: str) -> None:
    """A place that is not there, or where nothing is said, is told with the words of its row."""
    row = Row("maven-2023", "Magnets pull", (Place("radiology", path),), (), "")

    told = missing(pack, (row,))

    assert bool(told) is bool(complaint)
    assert all(one.startswith(f"maven-2023: Magnets pull: radiology: {path}") and complaint in one for one in told)


def test_missing_record_is_told(pack: Pack) -> None:
    """A row that names no record of the pack is told with its words."""
    row = Row("maven-2023", "Magnets pull", (Place("magnetism", "summary"),), (), "")

    assert missing(pack, (row,)) == ["maven-2023: Magnets pull: the pack has no record magnetism"]


@pytest.mark.parametrize(
    "place",
    [
        Place("radiology", "summary"),
        Place("radiology", "sections.0.points"),
        Place("radiology", "views.0"),
        Place("radiology-and-medical-imaging", "rows.0"),
        Place("radiology-and-medical-imaging", "rows.0.cells.radiology"),
        Place("imaging-studies-worldwide-2010", "statement"),
    ],
    ids=str,
)
def test_uncited_seed_is_told(pack: Pack, place: Place) -> None:
    """A place that does not name the row's document among its sources is told, wherever it is."""
    assert uncited(pack, (Row("not-a-seed", "Magnets pull", (place,), (), ""),)) == [
        f"not-a-seed: Magnets pull: {place} does not cite not-a-seed"
    ]


def test_emptied_pack_is_told(tmp_path: Path) -> None:
    """A site that retires an entry sees which statements it no longer carries."""
    (tmp_path / "ours.yml").write_text("retires: mri\n", encoding="utf-8")

    told = missing(load([ROOT / "knowledge", tmp_path]), LEDGER)

    assert told
    assert all("the pack has no record mri" in one for one in told)

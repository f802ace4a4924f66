"""``bot.core.comparing``: written where somebody wrote it, derived where not, and every way it can fail to be either.

The packs of these tests are made up: bowls are looked at by lantern light.
"""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from bot.core.comparing import compare_entries, compare_outcomes
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.entries import Modality
from bot.knowledge.loading import load
from bot.knowledge.outcomes import (
    Ambiguous,
    Candidate,
    Compared,
    DifferentKinds,
    Found,
    How,
    Line,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Pack

REVIEW = {"owner": "Tests", "reviewed_on": "2026-01-09", "review_by": "2027-01-09"}
TELLING = {"summary": "It looks at bowls.", "plain": "We look at your bowl."}
SAME_TIME = {"time_min": [5, 5], "time_for": "the lanterns alone"}

FIELDS: dict[str, dict[str, Any]] = {
    "lantern": {
        "kind": "modality",
        "ionizing": True,
        "picture_from": "Lantern light",
        "contrast": "Salt",
        "limits": ["Shows broth poorly"],
        "best_for": ["Cracks in bowls"],
        "read_by": "Dream reader",
        "related": ["wobble", "reader"],
        **SAME_TIME,
    },
    "wobble": {
        "kind": "modality",
        "ionizing": False,
        "picture_from": "Wobbles",
        "contrast": "Salt",
        "best_for": ["Soup", "Stew"],
        **SAME_TIME,
    },
    "dream": {"kind": "modality", "ionizing": True, "contrast": "Salt", "acquired_by": "Nobody"},
    "hum": {"kind": "modality", "ionizing": False, "contrast": "Salt", "picture_from": "Humming"},
    "echo": {"kind": "modality", "ionizing": False},
    "reader": {"kind": "role"},
    "mender": {"kind": "role"},
    "moon": {"kind": "concept"},
}
"""The fields of each made-up entry; every field has a source of its own, named ``<entry>-<field>``."""

CELLS = {"lantern": ["c1"], "moon": ["c2"]}

WRITTEN = {
    "id": "lantern-vs-moon",
    "kind": "comparison",
    "items": ["lantern", "moon"],
    "summary": "One shines by itself.",
    "rows": [
        {"feature": "Light", "cells": {"lantern": "Own", "moon": "Borrowed"}, "sources": ["row-light"]},
        {
            "feature": "Shape",
            "cells": {"lantern": "Round", "moon": "Round"},
            "sources": {"lantern": ["c1"], "moon": ["c2"]},
        },
        {"feature": "Price", "cells": {"lantern": "2 spoons", "moon": "None"}, "sources": ["row-light"]},
    ],
    "choose": {"lantern": ["It is dark"]},
    "sections": [{"title": "More", "points": ["A point"], "sources": ["section-source"]}],
    "views": [{"who": "A cook", "says": "Neither", "sources": ["view-source"]}],
    "sources": {"summary-source": ["summary"], "choose-source": ["choose"]},
    "review": REVIEW,
}


def entry_record(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A record in which each stated field has its own source."""
    stated = [field for field in (*fields, *TELLING) if field not in {"kind", "related"}]
    sources = {f"{name}-{field.replace('_', '-')}": [field] for field in stated}
    return {"id": name, "name": name.capitalize(), **fields, **TELLING, "sources": sources, "review": REVIEW}


@pytest.fixture(scope="module")
def bowls(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Eight made-up entries and one written comparison, read from files as any pack is; JSON is YAML too."""
    folder = tmp_path_factory.mktemp("bowls")
    records = [entry_record(name, fields) for name, fields in FIELDS.items()]
    own = ["row-light", "c1", "c2", "section-source", "view-source", "summary-source", "choose-source"]
    source = {"title": "Bowls", "publisher": "Nobody Press", "read_on": "2026-01-02", "read": "All of it."}
    ids = [*own, *(name for record in records for name in record["sources"])]
    write(folder, "sources", dict.fromkeys(ids, source))
    for record in (*records, WRITTEN):
        write(folder, str(record["id"]), record)
    return load([folder])


def write(folder: Path, name: str, value: object) -> None:
    """Write a record as a pack's file."""
    (folder / f"{name}.yml").write_text(json.dumps(value), encoding="utf-8")


def found(pack: Pack, name: str, *others: str, how: How = How.EXACT) -> Found:
    """An item that was found."""
    score = 90.0 if how is How.FUZZY else 100.0
    return Found(pack.entries[name], how, score, tuple(pack.entries[other] for other in others))


def shared(pack: Pack, *names: str, score: float = 100.0) -> Ambiguous:
    """An item that may be each of several entries."""
    return Ambiguous(tuple(Candidate(pack.entries[name], score) for name in names))


def compare(pack: Pack, *names: str) -> Compared:
    """The comparison of entries that can be compared."""
    outcome = compare_entries(pack, [pack.entries[name] for name in names])
    assert isinstance(outcome, Compared)
    return outcome


# --- written ---------------------------------------------------------------------------------------------------------


def test_written_beats_derived(bowls: Pack) -> None:
    """Where somebody wrote a comparison it is shown, although the entries are of different kinds."""
    compared = compare(bowls, "lantern", "moon")
    assert compared.written is bowls.comparisons["lantern-vs-moon"]
    assert compared.choose == {"lantern": ("It is dark",)}


def test_written_lines_follow_the_order_typed(bowls: Pack) -> None:
    """Cells stand in the order typed, lines in the order written, what is equal apart."""
    compared = compare(bowls, "moon", "lantern")
    assert [entry.id for entry in compared.items] == ["moon", "lantern"]
    assert compared.differing == (Line("Light", ("Borrowed", "Own")), Line("Price", ("None", "2 spoons")))
    assert compared.equal == (Line("Shape", ("Round", "Round")),)


def test_written_sources(bowls: Pack) -> None:
    """A written comparison rests on the sources of its fields, rows, cells, sections and views, each once."""
    sources = compare(bowls, "lantern", "moon").sources
    own = {"summary-source", "choose-source", "row-light", "c1", "c2", "section-source", "view-source"}
    assert set(sources) == own
    assert len(sources) == len(own)


def test_written_is_of_just_these_items(bowls: Pack) -> None:
    """A written comparison of two is not shown for three."""
    outcome = compare_entries(bowls, [bowls.entries[name] for name in ("lantern", "moon", "wobble")])
    assert isinstance(outcome, DifferentKinds)


# --- derived ---------------------------------------------------------------------------------------------------------

IONIZING, PICTURE, TIME, CONTRAST = map(Modality.label, ("ionizing", "picture_from", "time_min", "contrast"))
FIVE = "5 min (the lanterns alone)"


@pytest.mark.parametrize(
    ("names", "differing", "equal"),
    [
        pytest.param(
            ["lantern", "wobble"],
            [(IONIZING, "Yes", "No"), (PICTURE, "Lantern light", "Wobbles")],
            [(TIME, FIVE, FIVE), (CONTRAST, "Salt", "Salt")],
            id="two",
        ),
        pytest.param(
            ["wobble", "lantern"],
            [(IONIZING, "No", "Yes"), (PICTURE, "Wobbles", "Lantern light")],
            [(TIME, FIVE, FIVE), (CONTRAST, "Salt", "Salt")],
            id="the other way round",
        ),
        pytest.param(
            ["lantern", "dream"],
            [],
            [(IONIZING, "Yes", "Yes"), (CONTRAST, "Salt", "Salt")],
            id="what only one fills is left out",
        ),
        pytest.param(
            ["dream", "lantern", "wobble"],
            [
                (IONIZING, "Yes", "Yes", "No"),
                (PICTURE, None, "Lantern light", "Wobbles"),
                (TIME, None, FIVE, FIVE),
            ],
            [(CONTRAST, "Salt", "Salt", "Salt")],
            id="what two of three fill is shown, and is not equal where the third is unknown",
        ),
        pytest.param(
            ["hum", "echo"],
            [],
            [(IONIZING, "No", "No")],
            id="no is a statement too",
        ),
        pytest.param(["reader", "mender"], [], [], id="two roles that fill nothing"),
    ],
)
def test_derived_lines(
    bowls: Pack, names: list[str], differing: list[tuple[str, ...]], equal: list[tuple[str, ...]]
) -> None:
    """Only fields that two items fill make lines, cells in the order typed, what is the same for all apart."""
    compared = compare(bowls, *names)
    assert compared.written is None
    assert [entry.id for entry in compared.items] == names
    assert [(line.feature, *line.cells) for line in compared.differing] == differing
    assert [(line.feature, *line.cells) for line in compared.equal] == equal


def test_derived_choose(bowls: Pack) -> None:
    """What an entry is best for says when to choose it, and makes no line."""
    compared = compare(bowls, "wobble", "lantern", "dream")
    assert compared.choose == {"wobble": ("Soup", "Stew"), "lantern": ("Cracks in bowls",)}
    assert Modality.label("best_for") not in {line.feature for line in (*compared.differing, *compared.equal)}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(["ionizing", "picture_from", "time_min", "contrast"], id="lines"),
        pytest.param(["summary"], id="summaries"),
        pytest.param(["best_for"], id="when to choose it"),
        pytest.param(["time_for"], id="for whom a figure holds"),
    ],
)
def test_derived_sources_of_what_is_shown(bowls: Pack, fields: list[str]) -> None:
    """Whatever a derived comparison shows of either item, its sources are named."""
    expected = {f"{name}-{field.replace('_', '-')}" for name in ("lantern", "wobble") for field in fields}
    assert expected <= set(compare(bowls, "lantern", "wobble").sources)


def test_derived_sources_of_nothing_else(bowls: Pack) -> None:
    """The sources of fields that are not shown are not named, and none is named twice."""
    sources = compare(bowls, "lantern", "wobble").sources
    assert not {"lantern-limits", "lantern-read-by", "lantern-plain", "wobble-plain"} & set(sources)
    assert len(set(sources)) == len(sources)


def test_derived_comparisons_of_the_shipped_pack(pack: Pack) -> None:
    """Any two modalities can be set side by side, either way round with the same lines, no cell invented."""
    modalities = [entry for entry in pack.entries.values() if isinstance(entry, Modality)][:12]
    for one, other in permutations(modalities, 2):
        compared, turned = compare(pack, one.id, other.id), compare(pack, other.id, one.id)
        lines = (*compared.differing, *compared.equal)
        assert [line.cells[::-1] for line in lines] == [line.cells for line in (*turned.differing, *turned.equal)]
        assert all(None not in line.cells for line in lines)
        assert all(line.cells[0] != line.cells[1] for line in compared.differing)
        assert set(compared.sources) <= set(pack.sources)


# --- no comparison ---------------------------------------------------------------------------------------------------


def test_nothing_named(bowls: Pack) -> None:
    """No item at all is too few, of nothing."""
    assert compare_outcomes(bowls, []) == TooFew(None)


def test_one_named(bowls: Pack) -> None:
    """One item is too few, and comes with what it is worth comparing with: written first, then of its kind."""
    outcome = compare_outcomes(bowls, [found(bowls, "lantern")])
    assert outcome == TooFew(bowls.entries["lantern"], partners=(bowls.entries["moon"], bowls.entries["wobble"]))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_same_named_twice(bowls: Pack, count: int) -> None:
    """The same item again is one item, and the outcome knows that it was named more than once."""
    outcome = compare_outcomes(bowls, [found(bowls, "echo")] * count)
    assert outcome == TooFew(bowls.entries["echo"], twice=True)


def test_one_of_three_named_twice(bowls: Pack) -> None:
    """Two different items are compared, although one was named twice."""
    outcome = compare_outcomes(bowls, [found(bowls, "wobble"), found(bowls, "lantern"), found(bowls, "wobble")])
    assert isinstance(outcome, Compared)
    assert [entry.id for entry in outcome.items] == ["wobble", "lantern"]


def test_too_many(bowls: Pack) -> None:
    """Four items fit; five do not, whatever they are, and the outcome says how many there were."""
    five = ["lantern", "wobble", "dream", "hum", "echo"]
    assert isinstance(compare_outcomes(bowls, [found(bowls, name) for name in five[:MOST_ITEMS]]), Compared)
    assert compare_outcomes(bowls, [found(bowls, name) for name in five]) == TooMany(5)
    assert compare_outcomes(bowls, [NotFound()] * 7) == TooMany(7)
    assert compare_entries(bowls, [bowls.entries[name] for name in five]) == TooMany(5)


def test_different_kinds(bowls: Pack) -> None:
    """A modality and a role share no features; the outcome shows both, in the order typed."""
    outcome = compare_outcomes(bowls, [found(bowls, "reader"), found(bowls, "lantern")])
    assert outcome == DifferentKinds((bowls.entries["reader"], bowls.entries["lantern"]))


@pytest.mark.parametrize(
    "unclear",
    [
        pytest.param(NotFound(), id="not found"),
        pytest.param("asked", id="close to several"),
        pytest.param("half", id="the same as one and close to another"),
    ],
)
def test_unclear(bowls: Pack, unclear: NotFound | str) -> None:
    """One item that is not clear makes the whole unclear; every part is kept, in the order typed."""
    asked = shared(bowls, "wobble", "hum", score=85.0)
    half = Ambiguous((Candidate(bowls.entries["wobble"], 100.0), Candidate(bowls.entries["hum"], 85.0)))
    part = unclear if isinstance(unclear, NotFound) else {"asked": asked, "half": half}[unclear]
    parts = (found(bowls, "lantern"), part)
    assert compare_outcomes(bowls, parts) == Unclear(parts)


# --- readings --------------------------------------------------------------------------------------------------------


def ids(readings: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The ids of readings."""
    return [[entry.id for entry in reading] for reading in readings]


@pytest.mark.parametrize(
    ("first", "second", "chosen", "others"),
    [
        pytest.param(["reader", "wobble"], ["lantern"], ["wobble", "lantern"], [["reader", "lantern"]], id="one kind"),
        pytest.param(
            ["reader", "wobble"],
            ["mender", "hum"],
            ["reader", "mender"],
            [["wobble", "mender"], ["reader", "hum"]],
            id="of two of one kind, the first by id",
        ),
        pytest.param(
            ["wobble", "moon"], ["lantern"], ["wobble", "lantern"], [["moon", "lantern"]], id="one kind before written"
        ),
        pytest.param(["mender", "moon"], ["lantern"], ["moon", "lantern"], [["mender", "lantern"]], id="then written"),
        pytest.param(["lantern", "wobble"], ["lantern"], ["wobble", "lantern"], [], id="two things before one twice"),
    ],
)
def test_readings(bowls: Pack, first: list[str], second: list[str], chosen: list[str], others: list[list[str]]) -> None:
    """A shared name is read so that the items are two, of one kind, and written about; the other readings are kept."""
    outcome = compare_outcomes(bowls, [shared(bowls, *first), shared(bowls, *second)])
    assert isinstance(outcome, Compared)
    assert ids([outcome.items]) == [chosen]
    assert ids(outcome.other_readings) == others


def test_reading_never_depends_on_the_order_of_meanings(bowls: Pack) -> None:
    """However the meanings of a shared name are ordered, the same reading is chosen."""
    meanings = ["reader", "wobble", "hum", "moon"]
    outcomes = [
        compare_outcomes(bowls, [shared(bowls, *order), found(bowls, "lantern")]) for order in permutations(meanings)
    ]
    assert {str(ids([outcome.items])) for outcome in outcomes if isinstance(outcome, Compared)} == {
        "[['hum', 'lantern']]"
    }
    assert all(isinstance(outcome, Compared) for outcome in outcomes)


def test_other_meanings_of_a_found_item_are_readings(bowls: Pack) -> None:
    """What the preferred kind ruled out counts as a reading again, and wins where it makes the kinds agree."""
    outcome = compare_outcomes(bowls, [found(bowls, "reader", "wobble"), found(bowls, "lantern")])
    assert isinstance(outcome, Compared)
    assert ids([outcome.items]) == [["wobble", "lantern"]]
    assert ids(outcome.other_readings) == [["reader", "lantern"]]


@pytest.mark.parametrize("order", sorted(set(permutations(["lantern", "lantern", "shared"]))))
def test_an_item_typed_twice_leaves_the_readings_of_another_whole(bowls: Pack, order: Sequence[str]) -> None:
    """Every other reading has as many items as are compared, and differs from them in one."""
    parts: list[Outcome] = [
        shared(bowls, "wobble", "hum") if name == "shared" else found(bowls, name) for name in order
    ]
    outcome = compare_outcomes(bowls, parts)
    assert isinstance(outcome, Compared)
    assert {*ids([outcome.items])[0]} == {"hum", "lantern"}
    assert [{*reading} for reading in ids(outcome.other_readings)] == [{"wobble", "lantern"}]
    for reading in outcome.other_readings:
        assert sum(one is not other for one, other in zip(outcome.items, reading, strict=True)) == 1


def test_an_item_named_both_exactly_and_by_a_shared_name_is_that_item(bowls: Pack) -> None:
    """What one part names outright is no mere reading of the other."""
    lantern = found(bowls, "lantern")
    parts: list[Outcome] = [found(bowls, "hum"), lantern, lantern, shared(bowls, "hum", "reader")]
    outcome = compare_outcomes(bowls, parts)
    assert isinstance(outcome, Compared)
    assert ids([outcome.items]) == [["hum", "lantern"]]
    assert outcome.other_readings == ()


def test_guessed(bowls: Pack) -> None:
    """Items taken from a text only close to their name are marked, the others are not."""
    parts = [found(bowls, "wobble", how=How.FUZZY), found(bowls, "lantern", how=How.ALIAS), found(bowls, "dream")]
    outcome = compare_outcomes(bowls, parts)
    assert isinstance(outcome, Compared)
    assert ids([outcome.guessed]) == [["wobble"]]


def test_nothing_guessed_and_no_other_reading(bowls: Pack) -> None:
    """Items named exactly, with one meaning each, leave nothing to mention."""
    outcome = compare_outcomes(bowls, [found(bowls, "wobble"), found(bowls, "lantern")])
    assert isinstance(outcome, Compared)
    assert (outcome.guessed, outcome.other_readings) == ((), ())

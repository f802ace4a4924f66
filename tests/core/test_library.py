"""``bot.core.library``: what can be asked of the knowledge being served."""

from pathlib import Path

import pytest

from bot.core.library import Library, Shelf
from bot.knowledge.comparisons import MOST_ITEMS
from bot.knowledge.loading import load
from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    DifferentKinds,
    Found,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Pack
from bot.matching.resolving import Resolver
from bot.names import Kind

SOURCES = """\
made-up-atlas: {title: Made-up Imaging, publisher: Nobody Press, read_on: 2026-01-02, read: All of it.}
"""

GADGET = """\
id: gadget
kind: concept
name: Gadget
summary: What widgets are part of.
plain: A thing with widgets in it.
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""


def test_look_up_prefers_a_kind_and_keeps_the_other_meaning(library: Library) -> None:
    """``/modality DR`` is digital radiography, and says what else DR is; without a kind both are asked about."""
    outcome = library.look_up("DR", Kind.MODALITY)
    assert isinstance(outcome, Found)
    assert outcome.entry is library.entry("digital-radiography")
    assert outcome.others == (library.entry("diagnostic-radiology"),)
    assert isinstance(library.look_up("DR"), Ambiguous)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("CT vs MRI", ["ct", "mri"], id="two"),
        pytest.param("MRI vs CT", ["mri", "ct"], id="the other way round"),
        pytest.param("DR IR", ["diagnostic-radiology", "interventional-radiology"], id="the reading of one kind"),
        pytest.param("DR vs CT", ["digital-radiography", "ct"], id="another reading of the same code"),
        pytest.param("difference between x-ray and fluoroscopy?", ["radiography", "fluoroscopy"], id="question"),
        pytest.param("ct, mri & ultrasound", ["ct", "mri", "ultrasound"], id="three"),
        pytest.param("us vs ct", ["ultrasound", "ct"], id="an everyday word is meant beside another code"),
        pytest.param("PET/CT MRI", ["pet-ct", "mri"], id="a slash inside a name"),
    ],
)
def test_compare(library: Library, text: str, items: list[str]) -> None:
    """A text is split, resolved and compared, items in the order typed."""
    outcome = library.compare(text)
    assert isinstance(outcome, Compared)
    assert [entry.id for entry in outcome.items] == items


@pytest.mark.parametrize(
    ("text", "outcome_type"),
    [
        pytest.param("", TooFew, id="nothing"),
        pytest.param("CT", TooFew, id="one"),
        pytest.param("CT vs computed tomography", TooFew, id="one under two names"),
        pytest.param("CT, MRI, PET, US, XR", TooMany, id="five"),
        pytest.param("CT vs radiologist", DifferentKinds, id="a modality and a role"),
        pytest.param("CT vs zzzzzz", Unclear, id="one that is not found"),
        pytest.param("CT vs hematology", Unclear, id="one that is asked about"),
    ],
)
def test_compare_without_a_comparison(library: Library, text: str, outcome_type: type[object]) -> None:
    """What cannot be compared is an outcome of its own."""
    assert isinstance(library.compare(text), outcome_type)


def test_compared_by_text_by_items_and_by_ids(library: Library) -> None:
    """The three ways to name the same items come to the same comparison."""
    by_ids = library.compare_ids(["ct", "mri"])
    assert library.compare("CT vs MRI") == library.compare_items(["CT", "MRI"]) == by_ids


def test_items_apart_are_not_split_again(library: Library) -> None:
    """An item that came apart from the others is one item, whatever stands in it."""
    outcome = library.compare_items(["PET CT", "MRI"])
    assert isinstance(outcome, Compared)
    assert [entry.id for entry in outcome.items] == ["pet-ct", "mri"]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["ct", "retired-long-ago"], id="the second is gone"),
        pytest.param(["retired-long-ago", "ct"], id="the first is gone"),
        pytest.param(["retired-long-ago"], id="the only one is gone"),
        pytest.param(["CT", "mri"], id="a name is no id"),
    ],
)
def test_compare_ids_that_are_gone(library: Library, names: list[str]) -> None:
    """A card may be older than the pack: where an entry is gone, there is no comparison."""
    assert library.compare_ids(names) is None


def test_compare_no_ids(library: Library) -> None:
    """No ids at all are too few."""
    assert library.compare_ids([]) == TooFew(None)


class CountingResolver(Resolver):
    """Counts what it is asked."""

    calls = 0

    def resolve(self, text: str, kind: Kind | None = None) -> Outcome:
        """Resolve and count."""
        self.calls += 1
        return super().resolve(text, kind)


def test_too_many_items_are_not_looked_up(library: Library, pack: Pack) -> None:
    """A text as long as Slack allows, full of items, costs few look-ups: five are too many, whatever they mean."""
    resolver = CountingResolver(pack.entries.values())
    library.serve(Shelf.of(pack, resolver))
    assert library.compare(", ".join(f"a{n}" for n in range(800))) == TooMany(800)
    assert library.compare_items([f"a{n}" for n in range(800)]) == TooMany(800)
    assert library.compare_items(["CT"] * (MOST_ITEMS + 1)) == TooMany(MOST_ITEMS + 1)
    assert resolver.calls == 0
    library.compare_items(["CT"] * MOST_ITEMS)
    assert resolver.calls == MOST_ITEMS


def test_entry(library: Library, pack: Pack) -> None:
    """An entry is there by its id alone."""
    assert library.entry("ct") is pack.entries["ct"]
    assert library.entry("CT") is None
    assert library.entry("retired-long-ago") is None


@pytest.mark.parametrize("kind", list(Kind))
def test_all_of(library: Library, pack: Pack, kind: Kind) -> None:
    """Every entry of a kind and no other, in the order of names whatever their case."""
    entries = library.all_of(kind)
    assert set(entries) == {entry for entry in pack.entries.values() if entry.kind is kind}
    names = [entry.name.casefold() for entry in entries]
    assert names == sorted(names)
    assert names


def test_serve_replaces_everything_at_once(library: Library, tmp_path: Path) -> None:
    """From the next request on, look-ups, comparisons and lists are of the new revision, and trouble is over."""
    (tmp_path / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "gadget.yml").write_text(GADGET, encoding="utf-8")
    smaller = load([tmp_path])
    library.trouble = "mri.yml:1: is no valid YAML"
    library.serve(Shelf.of(smaller))
    assert library.pack is smaller
    assert library.trouble is None
    assert library.entry("mri") is None
    assert not isinstance(library.look_up("MRI"), Found)
    assert isinstance(library.look_up("gadget"), Found)
    assert isinstance(library.compare("CT vs MRI"), Unclear)
    assert library.compare_ids(["ct", "mri"]) is None
    assert library.all_of(Kind.MODALITY) == ()
    assert [entry.id for entry in library.all_of(Kind.CONCEPT)] == ["gadget"]


def test_a_new_library_has_no_trouble(library: Library) -> None:
    """What was loaded to start with is served without trouble."""
    assert library.trouble is None
    assert isinstance(library.look_up("zzzzzz"), NotFound)

"""Loading packs: what is refused, where and why; what a later pack may change; what never makes a difference.

The packs of these tests are made up: widgets are looked at by moonlight.
"""

import gc
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.checking import check_packs
from bot.errors import PackError, Problem
from bot.knowledge.loading import load, pack_files
from bot.knowledge.pack import MOST_PARTNERS, Pack

SOURCES = """\
made-up-atlas:
  title: Atlas of Made-up Imaging
  publisher: Nobody Press
  published: "1999"
  read_on: 2026-01-02
  read: All of it, since there is none.
"""

WIDGETSCOPE = """\
id: widgetscope
kind: modality
name: Widgetscopy
abbreviations: [WSC]
ionizing: false
summary: Makes pictures of widgets by moonlight.
plain: We look at your widget by moonlight.
related: [gadget]
sources: [made-up-atlas]
review:
  owner: Nobody
  reviewed_on: 2026-01-02
  review_by: 2027-01-02
"""

GADGET = """\
id: gadget
kind: concept
name: Gadget
aliases: [gizmo]
summary: What widgets are part of.
plain: A thing with widgets in it.
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

VERSUS = """\
id: versus
kind: comparison
items: [widgetscope, gadget]
summary: One looks, the other is looked at.
rows:
  - feature: Weight
    cells:
      widgetscope: Heavy
      gadget: Light
    sources: [made-up-atlas]
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

FIGURE = """\
id: figure
kind: fact
name: Gadgets made
statement: Nobody made 7 gadgets.
year: 1999
place: Nowhere
about: [gadget]
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

INFO = """\
name: Made-up pack
contact:
  name: nobody
"""

BASE = {
    "sources.yml": SOURCES,
    "widgetscope.yml": WIDGETSCOPE,
    "gadget.yml": GADGET,
    "versus.yml": VERSUS,
    "figure.yml": FIGURE,
    "pack.yml": INFO,
}

OURS = SOURCES.replace("made-up-atlas", "our-handbook")

Files = Mapping[str, str | bytes]

AS_YES_OR_NO = "is text, but YAML reads it as yes or no: put it in quotes"
AS_SOMETHING_ELSE = "is text, but YAML reads it as something else: put it in quotes"


class Shelf:
    """A folder in which a test keeps its packs, searched in the order they were put there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.packs: list[Path] = []

    def put(self, name: str, files: Files) -> None:
        """Write a pack, file by file in the order given."""
        self.packs.append(self.root / name)
        for file, content in files.items():
            path = self.root / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def load(self) -> Pack:
        """Every pack of the shelf as one."""
        return load(self.packs)

    def problems(self) -> list[str]:
        """What loading complains of, with paths as seen from the shelf; empty where it loads."""
        try:
            self.load()
        except PackError as error:
            assert str(error).splitlines() == [str(problem) for problem in error.problems]
            return [str(problem).replace(f"{self.root}/", "") for problem in error.problems]
        return []


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path)


def edited(text: str, old: str, new: str) -> str:
    """A file with one text replaced, which it must have."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def entry(name: str, more: str = "", kind: str = "concept") -> str:
    """The file of an entry that is fine, and more fields."""
    text = GADGET.replace("gadget", name).replace("Gadget", name.capitalize()).replace("aliases: [gizmo]\n", more)
    return text.replace("kind: concept", f"kind: {kind}")


def one_problem(shelf: Shelf, expected: str) -> None:
    """There is this one problem; where the expected text ends in a blank, whatever words follow will do."""
    problems = shelf.problems()
    assert len(problems) == 1, problems
    assert problems[0].startswith(expected) if expected.endswith(" ") else problems[0] == expected


def test_load(shelf: Shelf) -> None:
    """A pack that is fine is served whole: each file is one record of its kind, found by id."""
    shelf.put("base", BASE)

    pack = shelf.load()

    assert list(pack.entries) == ["gadget", "widgetscope"]
    assert [type(entry).__name__ for entry in pack.entries.values()] == ["Concept", "Modality"]
    assert (list(pack.comparisons), list(pack.facts)) == (["versus"], ["figure"])
    assert pack.sources["made-up-atlas"].publisher == "Nobody Press"
    assert (pack.info.name, pack.info.contact.name) == ("Made-up pack", "nobody")


@pytest.mark.parametrize("attribute", ["entries", "comparisons", "facts", "sources"])
def test_nothing_changes(shelf: Shelf, attribute: str) -> None:
    """Nobody can change what is served, by mistake or otherwise."""
    shelf.put("base", BASE)
    records: Any = getattr(shelf.load(), attribute)
    first = next(iter(records))

    with pytest.raises(TypeError):
        records["new"] = records[first]
    with pytest.raises(ValueError, match="frozen"):
        records[first].review = None


def test_pack_without_info(shelf: Shelf) -> None:
    """A pack need not say whose it is; there is always somebody to turn to."""
    shelf.put("base", {name: text for name, text in BASE.items() if name != "pack.yml"})

    assert shelf.load().info.contact.name


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("id: extra\nid: extra\n", "2: id: is given twice", id="a field given twice"),
        pytest.param("id: extra\nname: &x b\n", "2: uses a YAML anchor or alias ", id="an anchor"),
        pytest.param("id: extra\nname: [b\n", "3: is no valid YAML: ", id="a syntax error"),
        pytest.param("id: extra\n---\nid: b\n", "2: is no valid YAML: ", id="several documents"),
        pytest.param("- id: extra\n", "1: must hold fields (name: value), one a line", id="a list"),
        pytest.param("", "1: must hold fields (name: value), one a line", id="nothing"),
        pytest.param(b"id: extra\nname: \xff\n", "2: is not UTF-8; save it as UTF-8", id="not UTF-8"),
        pytest.param("# " + "x" * 300_000, "1: is larger than 256 KiB; one entry a file", id="too large"),
        pytest.param(f"id: extra\nname: {'[' * 99}{']' * 99}", "2: is nested deeper than 20 levels", id="too deep"),
    ],
)
@pytest.mark.parametrize("name", ["extra.yml", "in/a/folder/extra.yaml", "sources.yml", "pack.yml"])
def test_file_is_refused(shelf: Shelf, name: str, content: str | bytes, expected: str) -> None:
    """A file that cannot be read is named with its line, whatever it is for; the others are still checked."""
    shelf.put("base", BASE)
    shelf.put("ours", {name: content, "zzz.yml": edited(entry("zzz"), "plain", "plian")})

    problems = shelf.problems()

    assert problems[0].startswith(f"ours/{name}:{expected}")
    assert problems[1:] == [
        "ours/zzz.yml:1: plain: is missing",
        "ours/zzz.yml:5: plian: is no field here; did you mean plain?",
    ]


SUMMARY = "summary: Makes pictures of widgets by moonlight."
IONIZING = "ionizing: false\n"
FROM_ATLAS = "sources: [made-up-atlas]"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # who it is
        pytest.param("id: widgetscope\n", "", "1: id: must be widgetscope, the file's name", id="no id"),
        pytest.param("id: wid", "id: Wid", "1: id: must be widgetscope, the file's name", id="another id"),
        pytest.param("id: widgetscope", "id: NO", "1: id: must be widgetscope, the file's name", id="NO as id"),
        pytest.param("kind: modality\n", "", "1: kind: must be one of modality, ", id="no kind"),
        pytest.param("kind: modality", "kind: modalty", "2: kind: must be one of modality, ", id="an unknown kind"),
        pytest.param("kind: modality", "kind: [modality]", "2: kind: must be one of modality, ", id="a list of kinds"),
        # which fields
        pytest.param(IONIZING, f"{IONIZING}zzz: 1\n", "6: zzz: is no field here", id="an unknown field"),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nbest_fr: [x]",
            "7: best_fr: is no field here; did you mean best_for?",
            id="a misspelling",
        ),
        pytest.param(
            IONIZING, f"{IONIZING}codes: {{dicom: WS, lcd: x}}\n", "6: codes.lcd: is no field here", id="a nested one"
        ),
        pytest.param(SUMMARY, "summary:", "6: summary: is empty", id="an empty field"),
        pytest.param(SUMMARY, 'summary: "  "', "6: summary: is empty", id="blanks"),
        # text that YAML reads as something else
        pytest.param(SUMMARY, "summary: NO", f"6: summary: {AS_YES_OR_NO}", id="NO"),
        pytest.param(SUMMARY, "summary: ON", f"6: summary: {AS_YES_OR_NO}", id="ON"),
        pytest.param(SUMMARY, "summary: yes", f"6: summary: {AS_YES_OR_NO}", id="yes"),
        pytest.param(SUMMARY, "summary: off", f"6: summary: {AS_YES_OR_NO}", id="off"),
        pytest.param(SUMMARY, "summary: 1999", f"6: summary: {AS_SOMETHING_ELSE}", id="a number"),
        pytest.param(SUMMARY, "summary: 1999-01-02", f"6: summary: {AS_SOMETHING_ELSE}", id="a date"),
        pytest.param(SUMMARY, "summary: {widgets: here}", f"6: summary: {AS_SOMETHING_ELSE}", id="a mapping"),
        pytest.param("[WSC]", "[WSC, NO]", f"4: abbreviations.1: {AS_YES_OR_NO}", id="NO in a list"),
        pytest.param("[WSC]", "\n  - WSC\n  - ON", f"6: abbreviations.1: {AS_YES_OR_NO}", id="ON on a line of its own"),
        pytest.param(
            IONIZING, f"{IONIZING}codes: {{dicom: [WS, NO]}}\n", f"6: codes.dicom.1: {AS_YES_OR_NO}", id="NO as code"
        ),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\ntests:\n  should_match: [scope]\n  must_not_match: [no]",
            f"9: tests.must_not_match.0: {AS_YES_OR_NO}",
            id="no in a test",
        ),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nviews:\n  - who: ON\n    says: x\n    sources: [made-up-atlas]",
            f"8: views.0.who: {AS_YES_OR_NO}",
            id="ON in a list of mappings",
        ),
        pytest.param("owner: Nobody", "owner: NO", f"11: review.owner: {AS_YES_OR_NO}", id="NO in a mapping"),
        pytest.param("[made-up-atlas]", "[NO]", f"9: sources.0: {AS_YES_OR_NO}", id="NO as source"),
        pytest.param(
            IONIZING,
            f"{IONIZING}also_means:\n  WSC: [Wide]\n  NO: [Nobody]\n",
            f"8: also_means.NO: {AS_YES_OR_NO}",
            id="NO as the key of a mapping",
            marks=pytest.mark.xfail(strict=True, reason="is named also_means.0, on the line of also_means"),
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}on: x\n",
            "6: on: ",
            id="on as a field",
            marks=pytest.mark.xfail(strict=True, reason="is named 1, on line 1"),
        ),
        # shapes
        pytest.param("[WSC]", "WSC", "4: abbreviations: ", id="a text where a list is meant"),
        pytest.param("[gadget]", "", "8: related: ", id="an empty list without brackets"),
        pytest.param(
            SUMMARY,
            f"summary: {'moonlight ' * 60}",
            "6: summary: is too long: 599 characters, at most 500",
            id="too long a text",
            marks=pytest.mark.xfail(strict=True, reason="says: has too many: at most 500"),
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}limits:\n  - Fine\n  - {'x' * 301}\n",
            "8: limits.1: is too long: 301 characters, at most 300",
            id="too long a text in a list",
            marks=pytest.mark.xfail(strict=True, reason="says: has too many: at most 300"),
        ),
        pytest.param(SUMMARY, 'summary: "by \\u200b light"', "6: summary: has a control character", id="an unseen one"),
        # sources
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [ionizing, summary]}",
            "7: plain: has no source (name one under sources; the same for: plain)",
            id="a field without a source",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [summary, plain]}",
            "5: ionizing: has no source (name one under sources; the same for: ionizing)",
            id="that nothing ionizes is a statement too",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: []",
            "5: ionizing: has no source (name one under sources; the same for: ionizing, summary, plain)",
            id="no source at all",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [all, contrast]}",
            "9: sources: names contrast, which this record does not fill",
            id="a source for a field that is not there",
        ),
        pytest.param(FROM_ATLAS, "sources: made-up-atlas", "9: sources: ", id="a source without brackets"),
        pytest.param(FROM_ATLAS, "sources: [Made Up]", "9: sources.Made Up: must fit ", id="a source that is no id"),
        pytest.param(
            FROM_ATLAS,
            "sources:\n  - made-up-atlas: [summary]",
            "9: ",
            id="a list of mappings",
            marks=pytest.mark.xfail(strict=True, raises=TypeError, reason="a TypeError gets out of the loader"),
        ),
        # figures
        pytest.param(
            IONIZING,
            f"{IONIZING}time_min: [5, 9]\n",
            "6: time_min: needs time_for: a figure says for whom and where",
            id="minutes for nobody",
        ),
        pytest.param(
            IONIZING, f"{IONIZING}time_for: moles\n", "6: time_for: is given without time_min", id="nothing for moles"
        ),
        pytest.param(
            IONIZING,
            "ionizing: true\ndose_msv: [5, 9]\n",
            "6: dose_msv: needs dose_for: a figure says for whom and where",
            id="a dose for nobody",
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}dose_msv: [5, 9]\ndose_for: moles\n",
            "6: dose_msv: is given although ionizing is false",
            id="a dose of moonlight",
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}time_min: [9, 5]\ntime_for: moles\n",
            "6: time_min: must be [low, high]",
            id="high, low",
        ),
        pytest.param(IONIZING, f"{IONIZING}time_min: 9\ntime_for: moles\n", "6: time_min: ", id="one number"),
        pytest.param(
            IONIZING, f"{IONIZING}time_min: [9]\ntime_for: moles\n", "6: time_min.1: is missing", id="half a range"
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}time_min: [1, 2, 3]\ntime_for: moles\n",
            "6: time_min: has too many: at most 2",
            id="three numbers",
        ),
        pytest.param(IONIZING, f"{IONIZING}time_min: [0, 9]\ntime_for: moles\n", "6: time_min.0: ", id="from zero"),
        pytest.param(IONIZING, f"{IONIZING}time_min: [-9, 9]\ntime_for: moles\n", "6: time_min.0: ", id="below zero"),
        pytest.param(
            IONIZING, f"{IONIZING}time_min: [yes, 9]\ntime_for: moles\n", "6: time_min.0: ", id="yes is no number"
        ),
        pytest.param(
            IONIZING, f'{IONIZING}time_min: ["5", 9]\ntime_for: moles\n', "6: time_min.0: ", id="a text is no number"
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}time_min: [5, .inf]\ntime_for: moles\n",
            "6: time_min.1: ",
            id="for ever",
            marks=pytest.mark.xfail(strict=True, reason="is served as 5–inf min"),
        ),
        # review
        pytest.param("  review_by: 2027-01-02\n", "", "10: review.review_by: is missing", id="no day to review by"),
        pytest.param(
            "2027-01-02", "2026-01-02", "13: review.review_by: must be later than reviewed_on", id="due when reviewed"
        ),
        pytest.param(
            "2027-01-02", "2025-01-02", "13: review.review_by: must be later than reviewed_on", id="due before that"
        ),
        pytest.param("2027-01-02", "next winter", "13: review.review_by: ", id="no date"),
        pytest.param("2027-01-02", "2027", "13: review.review_by: ", id="a year alone"),
        pytest.param(
            "2027-01-02",
            "2027-13-02",
            "13: ",
            id="a date that no calendar has",
            marks=pytest.mark.xfail(strict=True, reason="is reported on line 1"),
        ),
        # sections
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nsections:\n  - title: More\n    sources: [made-up-atlas]",
            "8: sections.0: needs text or points",
            id="a section that says nothing",
        ),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nsections: [{{title: More, text: x}}]",
            "7: sections.0.sources: is missing",
            id="a section without sources",
        ),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nviews: [{{who: We, says: x, sources: []}}]",
            "7: views.0.sources: is empty",
            id="a view without a source",
        ),
    ],
)
def test_entry_is_refused(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A mistake in an entry is one problem, at its line and field, in words that say what to do."""
    files = {"sources.yml": SOURCES, "gadget.yml": GADGET, "widgetscope.yml": edited(WIDGETSCOPE, old, new)}
    shelf.put("base", files)

    one_problem(shelf, f"base/widgetscope.yml:{expected}")


@pytest.mark.parametrize("value", ["maybe", '"no"', "0", "[no]", ""])
def test_ionizing_is_yes_no_or_depends(shelf: Shelf, value: str) -> None:
    """Whether a technique ionizes is never guessed from something that is neither yes nor no."""
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, "ionizing: false", f"ionizing: {value}")})

    problems = shelf.problems()

    assert problems
    assert all(problem.startswith("base/widgetscope.yml:5: ionizing: ") for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "[widgetscope, gadget]", "[gadget, gadget]", "3: items: names one entry twice", id="one item twice"
        ),
        pytest.param(
            "      gadget: Light\n",
            "",
            "7: rows.0.cells: must have one cell for each of widgetscope, gadget",
            id="a cell too few",
        ),
        pytest.param(
            "      gadget: Light\n",
            "      gadget: Light\n      gizmo: Dark\n",
            "7: rows.0.cells: must have one cell for each of widgetscope, gadget",
            id="a cell too many",
        ),
        pytest.param(
            "summary:",
            "choose:\n  gizmo: [It is dark]\nsummary:",
            "4: choose: may name widgetscope, gadget only",
            id="a choice that is no item",
        ),
        pytest.param(
            "items:", "itmes: []\nitems:", "3: itmes: is no field here; did you mean items?", id="a misspelling"
        ),
        pytest.param(
            "[widgetscope, gadget]",
            "[gadget, widgetscope, a, b, c]",
            "3: items: has too many: at most 4",
            id="five items",
        ),
        pytest.param(
            "[widgetscope, gadget]",
            "[gadget]",
            "3: items: needs at least 2",
            id="one item",
            marks=pytest.mark.xfail(strict=True, reason="says: is empty"),
        ),
        pytest.param(
            "gadget: Light",
            "gadget: NO",
            f"9: rows.0.cells.gadget: {AS_YES_OR_NO}",
            id="NO in a cell",
            marks=pytest.mark.xfail(strict=True, reason="says too: rows: is empty"),
        ),
        pytest.param(
            "    sources: [made-up-atlas]\n",
            "    sources:\n      widgetscope: [made-up-atlas]\n",
            "10: rows.0.sources: has none for the cell of gadget",
            id="a cell without a source",
            marks=pytest.mark.xfail(strict=True, reason="says too: rows: is empty"),
        ),
        pytest.param(
            "    sources: [made-up-atlas]\n",
            "    sources: [NO]\n",
            f"10: rows.0.sources.0: {AS_YES_OR_NO}",
            id="NO as source of a row",
            marks=pytest.mark.xfail(strict=True, reason="says too: rows: is empty, and wants a mapping"),
        ),
    ],
)
def test_comparison_is_refused(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A mistake in a comparison is one problem, at its line and field."""
    shelf.put("base", BASE | {"versus.yml": edited(VERSUS, old, new)})

    one_problem(shelf, f"base/versus.yml:{expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("year: 1999", 'year: "1999"', "5: year: ", id="a year in quotes"),
        pytest.param("year: 1999", "year: 1894", "5: year: ", id="before there were x-rays"),
        pytest.param("place: Nowhere", "place: NO", f"6: place: {AS_YES_OR_NO}", id="Norway"),
        pytest.param("place: Nowhere\n", "", "1: place: is missing", id="no place"),
        pytest.param("[gadget]", "[]", "7: about: is empty", id="about nothing"),
        pytest.param(
            "sources: [made-up-atlas]",
            "sources: {made-up-atlas: [statement, place]}",
            "5: year: has no source (name one under sources; the same for: year)",
            id="a year without a source",
        ),
    ],
)
def test_fact_is_refused(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A figure without its year, place, entry or source does not load."""
    shelf.put("base", BASE | {"figure.yml": edited(FIGURE, old, new)})

    one_problem(shelf, f"base/figure.yml:{expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("  title: Atlas of Made-up Imaging\n", "", "1: our-handbook.title: is missing", id="no title"),
        pytest.param("  publisher: Nobody Press\n", "", "1: our-handbook.publisher: is missing", id="no publisher"),
        pytest.param("  read_on: 2026-01-02\n", "", "1: our-handbook.read_on: is missing", id="not read"),
        pytest.param("Nobody Press", "NO", f"3: our-handbook.publisher: {AS_YES_OR_NO}", id="NO as publisher"),
        pytest.param('"1999"', "May 1999", "4: our-handbook.published: must fit ", id="a date in words"),
        pytest.param("2026-01-02", "last winter", "5: our-handbook.read_on: ", id="read last winter"),
        pytest.param(
            "  read:", "  reed: x\n  read:", "6: our-handbook.reed: is no field here; did you mean read?", id="reed"
        ),
        pytest.param(
            "  read:",
            "  url: handbook\n  read:",
            "6: our-handbook.url: ",
            id="no address",
            marks=pytest.mark.xfail(
                strict=True, reason="is named our-handbook, on line 1: url is taken for pydantic's"
            ),
        ),
        pytest.param(
            "our-handbook:",
            "NO:",
            "1: NO: ",
            id="NO as id",
            marks=pytest.mark.xfail(strict=True, reason="loads, under the id False"),
        ),
        pytest.param(
            "our-handbook:",
            "Our handbook:",
            "1: Our handbook: must fit ",
            id="an id that nothing can cite",
            marks=pytest.mark.xfail(strict=True, reason="loads"),
        ),
    ],
)
def test_source_is_refused(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A source says what it is, who published it, and when somebody read how much of it."""
    shelf.put("base", BASE)
    shelf.put("ours", {"sources.yml": edited(OURS, old, new)})

    one_problem(shelf, f"ours/sources.yml:{expected}")


@pytest.mark.parametrize("published", ["1999", '"1999"', '"1999-05"', "1999-05-06", '"1999-05-06"'])
def test_published(shelf: Shelf, published: str) -> None:
    """A date of publication may be a year, a month or a day, with or without quotes."""
    shelf.put("base", BASE | {"sources.yml": edited(SOURCES, '"1999"', published)})

    assert shelf.load().sources["made-up-atlas"].published == published.strip('"')


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("name: Ours\n", "1: contact: is missing", id="nobody to turn to"),
        pytest.param("name: NO\ncontact: {name: x}\n", f"1: name: {AS_YES_OR_NO}", id="NO as name"),
        pytest.param(
            "name: Ours\nlicense: x\ncontact: {name: x}\n",
            "2: license: is no field here; did you mean licence?",
            id="American spelling",
        ),
        pytest.param(
            "name: Ours\ncontact:\n  name: x\n  url: handbook\n",
            "4: contact.url: ",
            id="no address",
            marks=pytest.mark.xfail(strict=True, reason="is named contact, on its line: url is taken for pydantic's"),
        ),
    ],
)
def test_info_is_refused(shelf: Shelf, content: str, expected: str) -> None:
    """A pack's own description is checked like any other file."""
    shelf.put("base", BASE | {"pack.yml": content})

    one_problem(shelf, f"base/pack.yml:{expected}")


NOWHERE = "names nowhere, which is no source of sources.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param(
            "widgetscope.yml",
            "[gadget]",
            "[gadget, nobody]",
            "8: related.1: names nobody, which is no entry",
            id="related",
        ),
        pytest.param(
            "widgetscope.yml",
            "[gadget]",
            "\n  - gadget\n  - nobody",
            "10: related.1: names nobody, which is no entry",
            id="related, a line each",
        ),
        pytest.param(
            "widgetscope.yml",
            "[gadget]",
            "[versus]",
            "8: related.0: names versus, which is no entry",
            id="a comparison",
        ),
        pytest.param(
            "widgetscope.yml", "[gadget]", "[figure]", "8: related.0: names figure, which is no entry", id="a fact"
        ),
        pytest.param(
            "widgetscope.yml", "[gadget]", "[gadget, gadget]", "8: related.1: names gadget twice", id="related twice"
        ),
        pytest.param("figure.yml", "[gadget]", "[nobody]", "7: about.0: names nobody, which is no entry", id="about"),
        pytest.param(
            "figure.yml",
            "[gadget]",
            "[gadget, figure]",
            "7: about.1: names figure, which is no entry",
            id="about itself",
        ),
        pytest.param(
            "widgetscope.yml",
            FROM_ATLAS,
            "sources:\n  made-up-atlas: all\n  nowhere: [plain]",
            "11: sources.nowhere: is no source of sources.yml",
            id="sources",
        ),
        pytest.param(
            "figure.yml",
            FROM_ATLAS,
            "sources: [made-up-atlas, nowhere]",
            "8: sources.nowhere: is no source of sources.yml",
            id="sources in a list",
        ),
        pytest.param(
            "gadget.yml",
            "aliases: [gizmo]",
            "sections:\n  - {title: A, text: x, sources: [made-up-atlas]}\n"
            "  - title: B\n    text: x\n    sources: [nowhere]",
            f"8: sections.1.sources: {NOWHERE}",
            id="sources of a section",
        ),
        pytest.param(
            "gadget.yml",
            "aliases: [gizmo]",
            "views:\n  - who: A\n    says: x\n    sources: [made-up-atlas, nowhere]",
            f"7: views.0.sources: {NOWHERE}",
            id="sources of a view",
        ),
        pytest.param(
            "versus.yml",
            "    sources: [made-up-atlas]",
            "    sources: [nowhere]",
            f"10: rows.0.sources: {NOWHERE}",
            id="sources of a row",
        ),
        pytest.param(
            "versus.yml",
            "    sources: [made-up-atlas]",
            "    sources: {widgetscope: [made-up-atlas], gadget: [nowhere]}",
            f"10: rows.0.sources: {NOWHERE}",
            id="sources of a cell",
        ),
        pytest.param(
            "versus.yml",
            "summary:",
            "sections: [{title: A, text: x, sources: [nowhere]}]\nsummary:",
            f"4: sections.0.sources: {NOWHERE}",
            id="sources of a comparison's section",
        ),
    ],
)
def test_dangling_reference(shelf: Shelf, file: str, old: str, new: str, expected: str) -> None:
    """Whatever a record names is there; what is not is named where it is named."""
    shelf.put("base", BASE | {file: edited(BASE[file], old, new)})

    one_problem(shelf, f"base/{file}:{expected}")


def test_dangling_items(shelf: Shelf) -> None:
    """A comparison of something that is no entry does not load."""
    shelf.put("base", BASE | {"versus.yml": VERSUS.replace("gadget", "nobody")})

    one_problem(shelf, "base/versus.yml:3: items.1: names nobody, which is no entry")


CLAIMED = "is claimed by gadget too: keep it on one, or put ambiguous: true on each"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("name: Widgetscopy", "name: Gizmo", f"3: name: 'gizmo' {CLAIMED}", id="as name"),
        pytest.param("[WSC]", "[WSC, gizmo]", f"4: abbreviations.1: 'gizmo' {CLAIMED}", id="as abbreviation"),
        pytest.param("[WSC]", "[GIZMO]", f"4: abbreviations.0: 'gizmo' {CLAIMED}", id="in capitals"),
        pytest.param("[WSC]", "[gadget]", f"4: abbreviations.0: 'gadget' {CLAIMED}", id="the other's name"),
        pytest.param(
            IONIZING, f"{IONIZING}aliases:\n  - looker\n  - gizmo\n", f"8: aliases.1: 'gizmo' {CLAIMED}", id="as alias"
        ),
        pytest.param(IONIZING, f"{IONIZING}codes: {{dicom: GIZMO}}\n", f"6: codes: 'gizmo' {CLAIMED}", id="as code"),
    ],
)
def test_shared_term(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A term that two entries claim is reported in both files, unless both say that it is ambiguous."""
    claiming = edited(WIDGETSCOPE, old, new)
    theirs = next(problem for problem in ("3: name: 'gadget'", "4: aliases.0: 'gizmo'") if problem[-8:] in expected)
    in_theirs = f"base/gadget.yml:{theirs} {CLAIMED.replace('gadget', 'widgetscope')}"
    ambiguous = "ambiguous: true\n"

    shelf.put("base", BASE | {"widgetscope.yml": claiming})
    assert shelf.problems() == [in_theirs, f"base/widgetscope.yml:{expected}"]

    shelf.put("base", {"widgetscope.yml": claiming + ambiguous})
    shelf.packs.pop()
    assert shelf.problems() == [in_theirs]

    shelf.put("base", {"gadget.yml": GADGET + ambiguous})
    shelf.packs.pop()
    assert shelf.problems() == []


def test_own_term_twice(shelf: Shelf) -> None:
    """An entry may have one term as abbreviation, alias and code."""
    terms = f"{IONIZING}aliases: [wsc]\ncodes: {{dicom: WSC}}\n"
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, IONIZING, terms)})

    assert shelf.problems() == []


def test_every_problem_at_once(shelf: Shelf) -> None:
    """Every file's every problem is told at once, in the order of files and lines, each once."""
    shelf.put(
        "base",
        {
            "sources.yml": SOURCES + OURS.replace("  publisher: Nobody Press\n", ""),
            "pack.yml": "nam: Ours\ncontact: {name: x}\n",
            "a/broken.yml": "id: broken\nname: [\n",
            "b/nameless.yml": "id: someone-else\n",
            "b/kindless.yml": "id: kindless\n",
            "gadget.yml": edited(GADGET, "gizmo", "widget, WSC"),
            "widgetscope.yml": edited(WIDGETSCOPE, "[gadget]", "[nobody, gadget, gadget]"),
            "bad.yml": edited(
                edited(entry("bad"), "plain: A thing with widgets in it.", "plain: NO"), "name: Bad", "nam: x"
            ),
        },
    )
    shelf.put("ours", {"x.yml": "extends: nobody\n", "y.yml": "retires: nobody\n", "widgetscope.yml": WIDGETSCOPE})
    shelf.packs.append(shelf.root / "theirs")

    told = shelf.problems()

    assert told == [
        "base/a/broken.yml:3: is no valid YAML: did not find expected node content",
        "base/b/kindless.yml:1: kind: must be one of modality, specialty, procedure, role, concept, comparison, fact",
        "base/b/nameless.yml:1: id: must be nameless, the file's name",
        "base/bad.yml:1: name: is missing",
        "base/bad.yml:3: nam: is no field here; did you mean name?",
        f"base/bad.yml:5: plain: {AS_YES_OR_NO}",
        "base/gadget.yml:4: aliases.1: 'wsc' is claimed by widgetscope too: keep it on one, or put ambiguous: true on each",
        "base/pack.yml:1: nam: is no field here; did you mean name?",
        "base/pack.yml:1: name: is missing",
        "base/sources.yml:7: our-handbook.publisher: is missing",
        f"base/widgetscope.yml:4: abbreviations.0: 'wsc' {CLAIMED}",
        "base/widgetscope.yml:8: related.0: names nobody, which is no entry",
        "base/widgetscope.yml:8: related.2: names gadget twice",
        "ours/widgetscope.yml:1: id: is taken by base/widgetscope.yml; to change that one, write extends: widgetscope",
        "ours/x.yml:1: extends: names nobody, which no earlier pack has",
        "ours/y.yml:1: retires: names nobody, which no earlier pack has",
        "theirs:1: is no folder; KNOWLEDGE_PATH names folders of YAML files",
    ]


def test_misspelling_of_a_nested_field(shelf: Shelf) -> None:
    """What an author is asked about a nested field is a field of that place."""
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, "reviewed_on", "review_on")})

    assert shelf.problems() == [
        "base/widgetscope.yml:10: review.reviewed_on: is missing",
        "base/widgetscope.yml:12: review.review_on: is no field here; did you mean reviewed_on?",
    ]

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
from bot.knowledge.drafts import pack_files
from bot.knowledge.loading import load
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
NO_NAME = "is a name, but YAML reads it as something else: put it in quotes"
WANTS_A_LIST = "wants a list: [one, another]"
WANTS_FIELDS = "wants fields under it (name: value)"
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
            return str(error).replace(f"{self.root}/", "").splitlines()
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
        pytest.param("id: extra\nNO: b\n", f"2: NO: {NO_NAME}", id="NO as a field"),
        pytest.param("id: extra\nname: 2026-02-30\n", "2: 2026-02-30 is no date of the calendar", id="an odd date"),
        pytest.param(b"id: extra\nname: \xff\n", "2: is not UTF-8; save it as UTF-8", id="not UTF-8"),
        pytest.param("# " + "x" * 1_100_000, "1: is larger than 1,048,576 bytes; one entry a file", id="too large"),
        pytest.param(f"id: extra\nname: {'[' * 999}{']' * 999}", "2: is nested deeper than 500 levels", id="too deep"),
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
            f"8: NO: {NO_NAME}",
            id="NO as the key of a mapping",
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}on: x\n",
            f"6: on: {NO_NAME}",
            id="on as a field",
        ),
        # shapes
        pytest.param("[WSC]", "WSC", f"4: abbreviations: {WANTS_A_LIST}", id="a text where a list is meant"),
        pytest.param("[gadget]", "", f"8: related: {WANTS_A_LIST}", id="an empty list without brackets"),
        pytest.param("[gadget]", "{gadget: x}", f"8: related: {WANTS_A_LIST}", id="a mapping where a list is meant"),
        pytest.param(
            SUMMARY, "summary: [By, light]", f"6: summary: {AS_SOMETHING_ELSE}", id="a list where a text is meant"
        ),
        pytest.param(
            "[WSC]", "[WSC, [MSC]]", f"4: abbreviations.1: {AS_SOMETHING_ELSE}", id="a list in a list of texts"
        ),
        pytest.param(
            "[WSC]", "\n  - WSC: wide", f"5: abbreviations.0: {AS_SOMETHING_ELSE}", id="a colon in a list of texts"
        ),
        pytest.param(
            SUMMARY, f"{SUMMARY}\ntests: [scope]", f"7: tests: {WANTS_FIELDS}", id="a list where fields are meant"
        ),
        pytest.param(
            SUMMARY, f"{SUMMARY}\ntests: scope", f"7: tests: {WANTS_FIELDS}", id="a text where fields are meant"
        ),
        pytest.param(
            SUMMARY, f"{SUMMARY}\nalso_means: Wide", f"7: also_means: {WANTS_FIELDS}", id="a text where a mapping is"
        ),
        pytest.param(
            SUMMARY,
            f"{SUMMARY}\nalso_means: {{WSC: Wide}}",
            f"7: also_means.WSC: {WANTS_A_LIST}",
            id="a text where a mapping has lists",
        ),
        pytest.param(
            SUMMARY,
            f"summary: {'moonlight ' * 60}",
            "6: summary: is too long: 599 characters, at most 500",
            id="too long a text",
        ),
        pytest.param(
            IONIZING,
            f"{IONIZING}limits:\n  - Fine\n  - {'x' * 301}\n",
            "8: limits.1: is too long: 301 characters, at most 300",
            id="too long a text in a list",
        ),
        pytest.param(SUMMARY, 'summary: "by \\u200b light"', "6: summary: has a control character", id="an unseen one"),
        # sources
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [ionizing, summary]}",
            "7: plain: has no source: name it under one in sources",
            id="a field without a source",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [summary, plain]}",
            "5: ionizing: has no source: name it under one in sources",
            id="that nothing ionizes is a statement too",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: []",
            "5: ionizing: has no source: name it under one in sources; the same for summary, plain",
            id="no source at all",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [all, contrast]}",
            "9: sources.made-up-atlas: names contrast, which this record does not fill",
            id="a source for a field that is not there",
        ),
        pytest.param(
            FROM_ATLAS, "sources: made-up-atlas", f"9: sources: {WANTS_FIELDS}", id="a source without brackets"
        ),
        pytest.param(FROM_ATLAS, "sources: [Made Up]", "9: sources.0: must fit ", id="a source that is no id"),
        pytest.param(
            FROM_ATLAS,
            "sources:\n  - made-up-atlas: [summary]",
            f"9: sources: {WANTS_FIELDS}",
            id="a list of mappings",
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
            "13: 2027-13-02 is no date of the calendar",
            id="a date that no calendar has",
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
            "3: items: has too few: at least 2",
            id="one item",
        ),
        pytest.param(
            "gadget: Light",
            "gadget: NO",
            f"9: rows.0.cells.gadget: {AS_YES_OR_NO}",
            id="NO in a cell",
        ),
        pytest.param(
            "    sources: [made-up-atlas]\n",
            "    sources:\n      widgetscope: [made-up-atlas]\n",
            "10: rows.0.sources: has none for the cell of gadget",
            id="a cell without a source",
        ),
        pytest.param(
            "    sources: [made-up-atlas]\n",
            "    sources: [NO]\n",
            f"10: rows.0.sources.0: {AS_YES_OR_NO}",
            id="NO as source of a row",
        ),
        pytest.param("- feature", "  feature", f"5: rows: {WANTS_A_LIST}", id="a row that is no item of a list"),
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
        pytest.param("[gadget]", "gadget", f"7: about: {WANTS_A_LIST}", id="about one without brackets"),
        pytest.param(
            "sources: [made-up-atlas]",
            "sources: {made-up-atlas: [statement, place]}",
            "5: year: has no source: name it under one in sources",
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
        ),
        pytest.param(
            "our-handbook:",
            "NO:",
            f"1: NO: {NO_NAME}",
            id="NO as id",
        ),
        pytest.param(
            "our-handbook:",
            "Our handbook:",
            "1: Our handbook: must be an id: lower-case words joined by hyphens",
            id="an id that nothing can cite",
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


def test_broken_entry_is_there(shelf: Shelf) -> None:
    """An entry whose kind is a mess is told of once, and not missed wherever it is named."""
    shelf.put("base", BASE | {"gadget.yml": edited(GADGET, "kind: concept", "kind: [concept]")})

    one_problem(shelf, "base/gadget.yml:2: kind: must be one of modality, ")


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


ANOTHER = VERSUS.replace("id: versus", "id: another").replace("[widgetscope, gadget]", "[gadget, widgetscope]")


def test_same_items_twice(shelf: Shelf) -> None:
    """Two comparisons of the same entries, in whatever order, are refused: only one could be found."""
    shelf.put("base", BASE | {"another.yml": ANOTHER})

    one_problem(shelf, "base/versus.yml:3: items: are those of another")


def test_same_items_in_a_later_pack(shelf: Shelf) -> None:
    """Of two comparisons of the same entries the later pack's is told, which its author can change."""
    shelf.put("base", BASE)
    shelf.put("ours", {"another.yml": ANOTHER})

    one_problem(shelf, "ours/another.yml:3: items: are those of versus")


def test_same_items_after_a_retirement(shelf: Shelf) -> None:
    """A comparison may take the place of one that is retired."""
    shelf.put("base", BASE)
    shelf.put("ours", {"a.yml": "retires: versus\n", "another.yml": ANOTHER})

    assert list(shelf.load().comparisons) == ["another"]


def test_some_items_twice(shelf: Shelf) -> None:
    """Comparisons may share entries as long as they are not of just the same."""
    three = ANOTHER.replace("[gadget, widgetscope]", "[gadget, widgetscope, doodad]")
    three = edited(three, "      gadget: Light\n", "      gadget: Light\n      doodad: Light\n")
    shelf.put("base", BASE | {"another.yml": three, "doodad.yml": entry("doodad")})

    assert list(shelf.load().comparisons) == ["another", "versus"]


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
        (
            "base/b/kindless.yml:1: kind: must be one of "
            "modality, specialty, procedure, role, concept, pathway, comparison, fact, question, track"
        ),
        "base/b/nameless.yml:1: id: must be nameless, the file's name",
        "base/bad.yml:1: name: is missing",
        "base/bad.yml:3: nam: is no field here; did you mean name?",
        f"base/bad.yml:5: plain: {AS_YES_OR_NO}",
        f"base/gadget.yml:4: aliases.1: 'wsc' {CLAIMED.replace('gadget', 'widgetscope')}",
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


def test_problems_carry_their_place(shelf: Shelf) -> None:
    """A problem knows its file, line and field, for whoever wants to show it elsewhere than on a line of text."""
    shelf.put("base", BASE | {"gadget.yml": edited(GADGET, "name: Gadget", "name: ON")})

    with pytest.raises(PackError) as caught:
        shelf.load()

    assert caught.value.problems == (Problem(shelf.root / "base/gadget.yml", 3, "name", AS_YES_OR_NO),)


def test_later_pack_adds(shelf: Shelf) -> None:
    """A later pack adds entries and sources, and may refer to those of an earlier one."""
    shelf.put("base", BASE)
    shelf.put("ours", {"sources.yml": OURS, "doohickey.yml": entry("doohickey", "related: [gadget]\n")})

    pack = shelf.load()

    assert list(pack.entries) == ["doohickey", "gadget", "widgetscope"]
    assert list(pack.sources) == ["made-up-atlas", "our-handbook"]


def test_later_pack_overrides_a_field(shelf: Shelf) -> None:
    """A field that a later pack overrides has its words and its source; the others keep theirs."""
    shelf.put("base", BASE)
    shelf.put(
        "ours",
        {"sources.yml": OURS, "any-name.yml": "extends: widgetscope\nplain: Ours.\nsources: {our-handbook: plain}\n"},
    )

    ours, base = shelf.load().entries["widgetscope"], load(shelf.packs[:1]).entries["widgetscope"]

    assert (ours.plain, ours.sources_of("plain")) == ("Ours.", ("our-handbook",))
    assert (ours.summary, ours.sources_of("summary")) == (base.summary, ("made-up-atlas",))
    kept = {"plain", "sources"}
    assert ours.model_dump(exclude=kept) == base.model_dump(exclude=kept)


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param("sources: [made-up-atlas]", id="a source of everything"),
        pytest.param("sources: {made-up-atlas: all}", id="a source of all"),
        pytest.param("sources: {made-up-atlas: [plain, summary, ionizing]}", id="a source of these fields"),
    ],
)
def test_overridden_field_needs_a_source(shelf: Shelf, sources: str) -> None:
    """What a later pack states does not rest on what an earlier pack has read."""
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, FROM_ATLAS, sources)})
    shelf.put("ours", {"x.yml": "# Ours\nextends: widgetscope\nplain: Ours.\n"})

    one_problem(shelf, "ours/x.yml:3: plain: has no source: name it under one in sources")


def test_source_of_an_overridden_field_alone(shelf: Shelf) -> None:
    """A source of which nothing is left is no longer named."""
    base = edited(WIDGETSCOPE, FROM_ATLAS, "sources: {made-up-atlas: [ionizing, summary], our-handbook: plain}")
    shelf.put("base", BASE | {"sources.yml": SOURCES + OURS, "widgetscope.yml": base})
    shelf.put("ours", {"x.yml": "extends: widgetscope\nplain: Ours.\nsources: {made-up-atlas: [plain]}\n"})

    sources = shelf.load().entries["widgetscope"].sources

    assert sources == {"made-up-atlas": ("ionizing", "summary", "plain")}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("aliases: [moonlooker]", id="aliases"),
        pytest.param("name: Moonlooking", id="name"),
        pytest.param("related: []", id="related"),
        pytest.param("review: {owner: We, reviewed_on: 2026-02-02, review_by: 2026-08-02}", id="review"),
        pytest.param("tests: {should_match: [moonlooker]}", id="tests"),
    ],
)
def test_override_without_source(shelf: Shelf, change: str) -> None:
    """What states nothing of the world may be overridden without a source."""
    shelf.put("base", BASE)
    shelf.put("ours", {"x.yml": f"extends: widgetscope\n{change}\n"})

    field = change.partition(":")[0]
    assert getattr(shelf.load().entries["widgetscope"], field) != getattr(
        load(shelf.packs[:1]).entries["widgetscope"], field
    )


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        pytest.param("plain: NO", f"ours/x.yml:3: plain: {AS_YES_OR_NO}", id="NO"),
        pytest.param("plian: x", "ours/x.yml:3: plian: is no field here; did you mean plain?", id="a misspelling"),
        pytest.param("related: [nobody]", "ours/x.yml:3: related.0: names nobody, which is no entry", id="a reference"),
        pytest.param("aliases: [gizmo]", f"ours/x.yml:3: aliases.0: 'gizmo' {CLAIMED}", id="a term of another"),
        pytest.param(
            "sources: {nowhere: [all]}", "ours/x.yml:3: sources.nowhere: is no source of sources.yml", id="a source"
        ),
        pytest.param(
            "dose_msv: [1, 2]\nsources: {made-up-atlas: dose_msv}",
            "ours/x.yml:3: dose_msv: needs dose_for: ",
            id="half a pair",
        ),
        pytest.param("plain: x\nsources: [NO]", f"ours/x.yml:4: sources.0: {AS_YES_OR_NO}", id="NO as source"),
        pytest.param(
            "plain: x\nsources: made-up-atlas",
            f"ours/x.yml:4: sources: {WANTS_FIELDS}",
            id="a source without brackets",
        ),
        pytest.param("id: moonscope", "ours/x.yml:3: id: cannot be overridden", id="the id"),
        pytest.param("kind: concept", "ours/x.yml:3: kind: cannot be overridden", id="the kind"),
        pytest.param("plain:", "ours/x.yml:3: plain: is empty", id="what cannot be left out"),
    ],
)
def test_override_is_refused(shelf: Shelf, override: str, expected: str) -> None:
    """A problem of an overriding field names the later pack's file and line."""
    shelf.put("base", BASE)
    shelf.put("ours", {"x.yml": f"extends: widgetscope\n\n{override}\n"})

    problems = shelf.problems()

    assert next(problem for problem in problems if problem.startswith("ours/")).startswith(expected)
    assert len(problems) == (2 if "claimed" in expected else 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("[gadget]", "[nobody]", "8: related.0: ", id="a reference"),
        pytest.param(SUMMARY, "summary: ON", f"6: summary: {AS_YES_OR_NO}", id="a value"),
        pytest.param(
            "[made-up-atlas]",
            "[made-up-atlas, nowhere]",
            "9: sources.nowhere: is no source of sources.yml",
            id="a source",
        ),
        pytest.param(
            FROM_ATLAS,
            "sources: {made-up-atlas: [all], x: [[plain]]}",
            f"9: sources.x.0: {AS_SOMETHING_ELSE}",
            id="a mess",
        ),
    ],
)
def test_problem_of_an_overridden_entry(shelf: Shelf, old: str, new: str, expected: str) -> None:
    """A problem of a field that a later pack leaves alone stays with the earlier pack's file."""
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, old, new)})
    shelf.put("ours", {"x.yml": "extends: widgetscope\nplain: Ours.\nsources: {made-up-atlas: plain}\n"})

    one_problem(shelf, f"base/widgetscope.yml:{expected}")


@pytest.mark.parametrize(
    ("field", "file"),
    [
        pytest.param(("summary",), "base/widgetscope.yml", id="left alone"),
        pytest.param(("plain",), "ours/x.yml", id="overridden"),
        pytest.param(("tests", "should_match", 0), "theirs/y.yml", id="further in, overridden last"),
        pytest.param(("name",), "theirs/y.yml", id="overridden twice"),
        pytest.param(("sources", "made-up-atlas"), "base/widgetscope.yml", id="an earlier source"),
        pytest.param(("sources", "our-handbook"), "ours/x.yml", id="a later source"),
    ],
)
def test_origins(shelf: Shelf, field: tuple[str | int, ...], file: str) -> None:
    """A pack knows the file that each field of a record comes from."""
    shelf.put("base", BASE)
    override = "extends: widgetscope\nplain: Ours.\nname: Moonlooking\nsources: {our-handbook: plain}\n"
    shelf.put("ours", {"sources.yml": OURS, "x.yml": override})
    shelf.put("theirs", {"y.yml": "extends: widgetscope\nname: Starlooking\ntests: {should_match: [WSC]}\n"})

    assert shelf.load().origins["widgetscope"](field) == shelf.root / file


def test_override_mends(shelf: Shelf) -> None:
    """A later pack may put right what an earlier one has wrong."""
    shelf.put("base", BASE | {"widgetscope.yml": edited(WIDGETSCOPE, "[gadget]", "[nobody]")})
    shelf.put("ours", {"x.yml": "extends: widgetscope\nrelated: [gadget]\n"})

    assert shelf.problems() == []


def test_override_takes_a_field_away(shelf: Shelf) -> None:
    """A field that need not be there is taken away by leaving it empty."""
    shelf.put("base", BASE | {"widgetscope.yml": WIDGETSCOPE + "contrast: Starlight\n"})
    shelf.put("ours", {"x.yml": "extends: widgetscope\ncontrast:\n"})

    assert getattr(shelf.load().entries["widgetscope"], "contrast", "gone") is None


def test_last_override_wins(shelf: Shelf) -> None:
    """Of several packs that override one field the last one counts; a field only one overrides stays overridden."""
    shelf.put("base", BASE)
    shelf.put("ours", {"x.yml": "extends: gadget\nname: Doodad\naliases: [thingy]\n"})
    shelf.put("theirs", {"x.yml": "extends: gadget\nname: Doohickey\n"})

    gadget = shelf.load().entries["gadget"]

    assert (gadget.name, gadget.aliases) == ("Doohickey", ("thingy",))


def test_override_of_a_comparison_and_a_fact(shelf: Shelf) -> None:
    """What is no entry is overridden alike."""
    shelf.put("base", BASE)
    shelf.put(
        "ours",
        {
            "versus.yml": "extends: versus\noverlap: [Moonlight]\nsources: [made-up-atlas]\n",
            "figure.yml": "extends: figure\nname: Gadgets unmade\n",
        },
    )

    pack = shelf.load()

    assert pack.comparisons["versus"].overlap == ("Moonlight",)
    assert pack.facts["figure"].name == "Gadgets unmade"


def test_later_pack_retires(shelf: Shelf) -> None:
    """What a later pack retires is gone, and its names are free for another."""
    shelf.put("base", {name: BASE[name] for name in ("sources.yml", "gadget.yml")} | {"doodad.yml": entry("doodad")})
    shelf.put("ours", {"x.yml": "retires: gadget\n", "gizmo.yml": entry("gizmo", "aliases: [gadget]\n")})

    assert list(shelf.load().entries) == ["doodad", "gizmo"]


@pytest.mark.parametrize("retiring", ["a.yml", "z.yml", "z/a.yml"])
def test_later_pack_replaces(shelf: Shelf, retiring: str) -> None:
    """A pack may retire a record and add its own under the same id, whichever file comes first."""
    shelf.put("base", BASE)
    shelf.put("ours", {retiring: "retires: gadget\n", "m/gadget.yml": edited(GADGET, "Gadget", "Ours")})

    assert shelf.load().entries["gadget"].name == "Ours"


@pytest.mark.parametrize(
    ("changing", "adding"), [("a.yml", "gizmo.yml"), ("z.yml", "gizmo.yml"), ("a.yml", "0/gizmo.yml")]
)
def test_override_leads_to_an_added_entry(shelf: Shelf, changing: str, adding: str) -> None:
    """What a pack adds takes a freed name, and what it overrides may refer to it, whichever file comes first."""
    shelf.put("base", BASE)
    override = "extends: gadget\naliases: []\nrelated: [gizmo]\n"
    shelf.put("ours", {changing: override, adding: entry("gizmo")})

    assert shelf.load().entries["gadget"].related == ("gizmo",)


@pytest.mark.parametrize(("one", "other"), [("a.yml", "z.yml"), ("z.yml", "a.yml")])
@pytest.mark.parametrize(
    ("verb", "more"),
    [pytest.param("extends", "name: x\n", id="and overrides it"), pytest.param("retires", "", id="twice")],
)
def test_retired_and_changed(shelf: Shelf, one: str, other: str, verb: str, more: str) -> None:
    """A pack that retires a record has nothing left of it to change, whichever file comes first."""
    shelf.put("base", BASE)
    shelf.put("ours", {one: "retires: figure\n", other: f"{verb}: figure\n{more}"})

    wrong = other if verb == "extends" else "z.yml"
    one_problem(shelf, f"ours/{wrong}:1: {verb}: names figure, which no earlier pack has")


def test_overridden_twice(shelf: Shelf) -> None:
    """A pack overrides a record in one file: of two, the one to count would hang on their names."""
    shelf.put("base", BASE)
    shelf.put("ours", {"a.yml": "extends: figure\nname: A\n", "b.yml": "extends: figure\nname: B\n"})

    one_problem(shelf, "ours/b.yml:1: extends: names figure, ")


def test_retired_entry_is_forgotten(shelf: Shelf) -> None:
    """With an entry go the links to it, comparisons with it, and facts about nothing else; the rest stays."""
    both = edited(edited(FIGURE, "id: figure", "id: both"), "[gadget]", "[gadget, doodad]")
    others = VERSUS.replace("id: versus", "id: others").replace("gadget", "doodad")
    related = edited(WIDGETSCOPE, "related: [gadget]", "related: [gadget, doodad]")
    more = {"both.yml": both, "others.yml": others, "widgetscope.yml": related, "doodad.yml": entry("doodad")}
    shelf.put("base", BASE | more)
    shelf.put("ours", {"x.yml": "retires: gadget\n"})

    pack = shelf.load()

    assert list(pack.entries) == ["doodad", "widgetscope"]
    assert pack.entries["widgetscope"].related == ("doodad",)
    assert {name: fact.about for name, fact in pack.facts.items()} == {"both": ("doodad",)}
    assert list(pack.comparisons) == ["others"]
    assert [partner.id for partner in pack.partners_of(pack.entries["widgetscope"])] == ["doodad"]


def test_retired_entries_are_forgotten_together(shelf: Shelf) -> None:
    """Two retirements, of two packs, leave nothing that refers to either."""
    both = edited(edited(FIGURE, "id: figure", "id: both"), "[gadget]", "[gadget, doodad]")
    shelf.put("base", BASE | {"both.yml": both, "doodad.yml": entry("doodad", "related: [gadget, widgetscope]\n")})
    shelf.put("ours", {"x.yml": "retires: gadget\n"})
    shelf.put("theirs", {"x.yml": "retires: doodad\n"})

    pack = shelf.load()

    assert (list(pack.entries), dict(pack.facts), dict(pack.comparisons)) == (["widgetscope"], {}, {})
    assert pack.entries["widgetscope"].related == ()


def test_replaced_entry_is_not_forgotten(shelf: Shelf) -> None:
    """What refers to an entry that a pack retires and adds anew refers to the new one."""
    shelf.put("base", BASE)
    shelf.put("ours", {"x.yml": "retires: gadget\n", "gadget.yml": GADGET})

    pack = shelf.load()

    assert pack.entries["widgetscope"].related == ("gadget",)
    assert (list(pack.facts), list(pack.comparisons)) == (["figure"], ["versus"])


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param("widgetscope.yml", "[gadget]", "[nobody]", "8: related.0", id="related"),
        pytest.param("figure.yml", "[gadget]", "[nobody]", "7: about.0", id="about"),
        pytest.param("versus.yml", "gadget", "nobody", "3: items.1", id="items"),
    ],
)
def test_dangling_beside_a_retirement(shelf: Shelf, file: str, old: str, new: str, expected: str) -> None:
    """A retirement forgives links to what it retires alone; any other that leads nowhere is still told."""
    shelf.put("base", BASE | {file: BASE[file].replace(old, new), "doodad.yml": entry("doodad")})
    shelf.put("ours", {"x.yml": "retires: doodad\n"})

    one_problem(shelf, f"base/{file}:{expected}: names nobody, which is no entry")


def test_link_to_an_unreadable_file(shelf: Shelf) -> None:
    """A file that cannot be read is told once; what refers to its entry is not to blame, what refers to none is."""
    shelf.put("base", BASE | {"gadget.yml": "id: [\n"})
    (broken,) = shelf.problems()

    shelf.put("base", {"figure.yml": edited(FIGURE, "[gadget]", "[gadget, nobody]")})
    shelf.packs.pop()

    assert broken.startswith("base/gadget.yml:2: is no valid YAML: ")
    assert shelf.problems() == ["base/figure.yml:7: about.1: names nobody, which is no entry", broken]


def test_an_unreadable_file_of_sources(shelf: Shelf) -> None:
    """Sources that cannot be read are told once, not once for each record that names one."""
    shelf.put("base", BASE | {"sources.yml": BASE["sources.yml"] * 2})

    (broken,) = shelf.problems()

    assert broken.startswith("base/sources.yml:")
    assert broken.endswith("is given twice")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "extends: nobody\nplain: x\n", "1: extends: names nobody, which no earlier pack has", id="extends"
        ),
        pytest.param("plain: x\nextends: [gadget]\n", "2: extends: names ['gadget'], which ", id="extends a list"),
        pytest.param("extends: ours\nplain: x\n", "1: extends: names ours, which no earlier pack has", id="one's own"),
        pytest.param("retires: nobody\n", "1: retires: names nobody, which no earlier pack has", id="retires"),
        pytest.param("retires:\n", "1: retires: names None, which no earlier pack has", id="retires nothing"),
        pytest.param("retires: ours\n", "1: retires: names ours, which no earlier pack has", id="retires one's own"),
        pytest.param("retires: figure\nname: x\n", "2: name: does not go with retires", id="retires and more"),
    ],
)
@pytest.mark.parametrize("name", ["a.yml", "z.yml"])
def test_change_is_refused(shelf: Shelf, name: str, content: str, expected: str) -> None:
    """Only a record of an earlier pack can be overridden or retired."""
    shelf.put("base", BASE)
    shelf.put("ours", {name: content, "ours.yml": entry("ours")})

    one_problem(shelf, f"ours/{name}:{expected}")


@pytest.mark.parametrize("first", ["base", "ours"])
def test_change_from_an_earlier_pack(shelf: Shelf, first: str) -> None:
    """The order of packs counts: an earlier pack cannot change a later one."""
    packs: dict[str, Files] = {"base": BASE, "ours": {"x.yml": "extends: gadget\nname: Doodad\n"}}
    for name in sorted(packs, key=lambda name: name != first):
        shelf.put(name, packs[name])

    wrong = [] if first == "base" else ["ours/x.yml:1: extends: names gadget, which no earlier pack has"]
    assert shelf.problems() == wrong


def test_same_id_twice(shelf: Shelf) -> None:
    """A pack does not replace a record of an earlier one by accident, nor one of its own."""
    shelf.put("base", BASE | {"sub/gadget.yml": GADGET})
    shelf.put("ours", {"gadget.yml": GADGET})

    taken = "1: id: is taken by base/gadget.yml; to change that one, write extends: gadget"
    assert shelf.problems() == [f"base/sub/gadget.yml:{taken}", f"ours/gadget.yml:{taken}"]


def test_last_info_wins(shelf: Shelf) -> None:
    """The last pack that says whose it is names the people to turn to."""
    shelf.put("base", BASE)
    shelf.put("ours", {"pack.yml": "name: Ours\ncontact: {name: the made-up desk, url: https://desk.example}\n"})
    shelf.put("theirs", {"doodad.yml": entry("doodad")})

    info = shelf.load().info

    assert (info.name, info.contact.name, str(info.contact.url)) == (
        "Ours",
        "the made-up desk",
        "https://desk.example/",
    )


def test_later_source_wins(shelf: Shelf) -> None:
    """A later pack may cite another edition of a source under the same id."""
    shelf.put("base", BASE)
    shelf.put("ours", {"sources.yml": edited(SOURCES, '"1999"', '"2026"')})

    assert shelf.load().sources["made-up-atlas"].published == "2026"


@pytest.mark.parametrize("name", ["a/sources.yml", "sources.yaml", "z/sources.yaml"])
def test_source_declared_twice(shelf: Shelf, name: str) -> None:
    """A pack that declares a source in two files is refused: the one to count would hang on their names."""
    shelf.put("base", BASE | {name: SOURCES + OURS})

    first, second = sorted([shelf.root / "base" / name, shelf.root / "base/sources.yml"])
    told = f"{second}:1: made-up-atlas: is declared in {first} too"
    one_problem(shelf, told.replace(f"{shelf.root}/", ""))


def test_sources_in_two_files(shelf: Shelf) -> None:
    """A pack may spread its sources over several files."""
    shelf.put("base", BASE | {"more/sources.yml": OURS})

    assert set(shelf.load().sources) == {"made-up-atlas", "our-handbook"}


@pytest.mark.parametrize("there", [pytest.param(False, id="nothing there"), pytest.param(True, id="a file")])
def test_no_folder(shelf: Shelf, *, there: bool) -> None:
    """A pack that is no folder is named, and the packs beside it are still checked."""
    shelf.put("base", BASE | {"gadget.yml": edited(GADGET, "name: Gadget", "name: ON")})
    shelf.packs.append(shelf.root / "ours")
    if there:
        (shelf.root / "ours").write_text(GADGET)

    assert shelf.problems() == [
        f"base/gadget.yml:3: name: {AS_YES_OR_NO}",
        "ours:1: is no folder; KNOWLEDGE_PATH names folders of YAML files",
    ]


def test_no_entries(shelf: Shelf) -> None:
    """A folder without entries is a slip of the path, never an empty knowledge base."""
    shelf.put("base", {"README.md": "Widgets.", "sources.yml": SOURCES})

    assert shelf.problems() == ["base:1: has no entries"]


def test_no_packs() -> None:
    """An empty search path is an error that says so."""
    with pytest.raises(PackError, match="has no entries"):
        load([])


def test_pack_files(shelf: Shelf) -> None:
    """YAML files in whatever folder count; hidden ones, as editors and Kubernetes leave them, do not."""
    names = ["a/b/c.yaml", "a/d.yml", "a.yml"]
    shelf.put("base", dict.fromkeys([*names, ".hidden.yml", ".git/x.yml", "a/.x/y.yml", "README.md", "x.yml~"], ""))
    (shelf.root / "base/folder.yml").mkdir()

    assert [path.relative_to(shelf.root / "base").as_posix() for path in pack_files(shelf.root / "base")] == sorted(
        names, key=lambda name: name.split("/")
    )


def test_pack_in_a_hidden_folder(shelf: Shelf) -> None:
    """Where a pack lies is its owner's business."""
    shelf.put(".config/pack", BASE)

    assert shelf.problems() == []


FILES = st.permutations(sorted(BASE.items()))


@settings(max_examples=25, deadline=None)
@given(files=FILES, folders=st.lists(st.sampled_from(["", "a/", "z/y/"]), min_size=len(BASE), max_size=len(BASE)))
def test_order_of_files(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, str]], folders: list[str]
) -> None:
    """Neither the order in which files were made nor the folders they lie in change what is served."""
    plain, moved, other = (Shelf(tmp_path_factory.mktemp("shelf")) for _ in range(3))
    plain.put("base", BASE)
    moved.put("base", {folder + name: text for folder, (name, text) in zip(folders, files, strict=True)})
    other.put("other-name", dict(files))

    expected, pack = plain.load(), moved.load()

    for records in ("entries", "comparisons", "facts"):
        assert list(getattr(pack, records).items()) == list(getattr(expected, records).items())
    assert pack.sources == expected.sources
    assert other.load().revision == expected.revision


@settings(max_examples=15, deadline=None)
@given(names=st.permutations(["aaa", "mmm", "zzz"]))
def test_order_of_problems(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    """Problems are told in the order of files, whichever was made first."""
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.put("base", {f"{name}.yml": edited(entry(name, "aliases: [gizmo]\n"), "sources:", "x:") for name in names})

    told = [problem.split(": ")[0] for problem in shelf.problems()]

    assert told == [f"base/{name}.yml:{line}" for name in ("aaa", "mmm", "zzz") for line in (1, 7)]


@settings(max_examples=40, deadline=None)
@given(
    file=st.sampled_from(sorted(BASE)),
    before=st.text("abc ", max_size=6),
    after=st.text("abc ", max_size=6),
    place=st.sampled_from(["{}# {}", "# {1}\n{0}"]),
)
def test_revision(tmp_path_factory: pytest.TempPathFactory, file: str, before: str, after: str, place: str) -> None:
    """The revision changes with any byte of any file, and with nothing else."""
    one, other = (Shelf(tmp_path_factory.mktemp("shelf")) for _ in range(2))
    one.put("base", BASE | {file: place.format(BASE[file], before)})
    other.put("base", BASE | {file: place.format(BASE[file], after)})

    assert (one.load().revision == other.load().revision) == (before == after)


def test_revision_counts_files(shelf: Shelf) -> None:
    """A file more, or one that is renamed, is a revision of its own; a hidden one is none."""
    shelf.put("base", BASE)
    first = shelf.load().revision
    (shelf.root / "base/.draft.yml").write_text(GADGET)
    same = shelf.load().revision
    (shelf.root / "base/gadget.yml").rename(shelf.root / "base/gadget.yaml")
    renamed = shelf.load().revision
    (shelf.root / "base/figure.yml").unlink()
    fewer = shelf.load().revision

    assert same == first
    assert len({first, renamed, fewer}) == 3
    assert {len(revision) for revision in (first, renamed, fewer)} == {12}


@pytest.mark.parametrize("files", [pytest.param(BASE, id="fine"), pytest.param({}, id="refused")])
@pytest.mark.parametrize("collects", [True, False])
def test_garbage_collection(shelf: Shelf, files: Files, *, collects: bool) -> None:
    """Loading leaves garbage collection as it was, whether the pack is fine or not."""
    shelf.put("base", files)
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        shelf.problems()
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("items", list(permutations(["widgetscope", "gadget"])))
def test_comparison_of(shelf: Shelf, items: tuple[str, str]) -> None:
    """A written comparison is found in whatever order its items come, and for just these items."""
    shelf.put("base", BASE)

    pack = shelf.load()

    assert pack.comparison_of(*items) is pack.comparisons["versus"]
    assert pack.comparison_of(items[0]) is None


def test_facts_about(shelf: Shelf) -> None:
    """A fact belongs to each entry it is about, in the order of ids."""
    another = edited(edited(FIGURE, "id: figure", "id: another"), "[gadget]", "[widgetscope, gadget]")
    shelf.put("base", BASE | {"another.yml": another})

    pack = shelf.load()

    assert [fact.id for fact in pack.facts_about("gadget")] == ["another", "figure"]
    assert [fact.id for fact in pack.facts_about("widgetscope")] == ["another"]
    assert pack.facts_about("nobody") == ()


def test_partners_of(shelf: Shelf) -> None:
    """Written comparisons come first, then related entries of the same kind; never the entry itself, nor too many."""
    many = [f"doodad-{letter}" for letter in "abcdefghijkl"]
    files = {f"{name}.yml": entry(name) for name in many}
    related = f"related: [widgetscope, {', '.join(many)}]\n"
    shelf.put("base", BASE | files | {"gadget.yml": GADGET + related})

    pack = shelf.load()
    partners = [entry.id for entry in pack.partners_of(pack.entries["gadget"])]

    assert partners == ["widgetscope", *many][:MOST_PARTNERS]
    assert [entry.id for entry in pack.partners_of(pack.entries["widgetscope"])] == ["gadget"]
    assert pack.partners_of(pack.entries["doodad-a"]) == ()


def with_tests(text: str, should_match: str = "", must_not_match: str = "") -> str:
    """An entry's file with the tests it carries, a line each."""
    return f"{text}tests:\n  should_match: [{should_match}]\n  must_not_match: [{must_not_match}]\n"


def checked(shelf: Shelf) -> list[str]:
    """What checking complains of, with paths as seen from the shelf."""
    try:
        check_packs(shelf.packs)
    except PackError as error:
        return str(error).replace(f"{shelf.root}/", "").splitlines()
    return []


def test_check_serves_what_it_checked(shelf: Shelf) -> None:
    """A pack whose entries find what they should is what a check returns."""
    tests = with_tests(GADGET, "gizmos, the gadget, gadgte", "widgetscope, moon")
    shelf.put("base", BASE | {"gadget.yml": tests})

    assert check_packs(shelf.packs).entries["gadget"].tests.should_match == ("gizmos", "the gadget", "gadgte")


@pytest.mark.parametrize(
    ("should_match", "must_not_match", "expected"),
    [
        pytest.param(
            "gizmo, abracadabra",
            "",
            "10: tests.should_match.1: 'abracadabra' does not find this entry but nothing",
            id="finds nothing",
        ),
        pytest.param(
            "widgetscopy",
            "",
            "10: tests.should_match.0: 'widgetscopy' does not find this entry but widgetscope",
            id="finds another",
        ),
        pytest.param("", "moon, gizmos", "11: tests.must_not_match.1: 'gizmos' finds this entry", id="is found"),
    ],
)
def test_check_complains(shelf: Shelf, should_match: str, must_not_match: str, expected: str) -> None:
    """A test that fails is named with its file, its line, and what was found instead."""
    shelf.put("base", BASE | {"gadget.yml": with_tests(GADGET, should_match, must_not_match)})

    assert checked(shelf) == [f"base/gadget.yml:{expected}"]


@pytest.mark.parametrize(
    ("alias", "owner"),
    [
        pytest.param("the Gizmos", "gadget", id="a plural, and a word that says nothing"),
        pytest.param("Widgetscopies", "widgetscope", id="a plural of its name"),
        pytest.param("Widget-scopy", "widgetscope", id="in two words"),
    ],
)
def test_check_tells_of_a_stolen_phrase(shelf: Shelf, alias: str, owner: str) -> None:
    """An alias that means what another entry goes by, however it is written, fails at both, with both names."""
    shelf.put("base", BASE | {"thief.yml": entry("thief", f"aliases: [{alias}]\n")})

    at_owner, at_thief = sorted(checked(shelf), key=lambda complaint: "thief.yml" in complaint)

    assert at_owner.startswith(f"base/{owner}.yml:")
    assert f"means thief too, by its {alias!r}" in at_owner
    assert at_thief.startswith("base/thief.yml:")
    assert f"{alias!r} means {owner} too, by its " in at_thief
    assert at_thief.endswith(": keep it on one, or put ambiguous: true on each")


def test_check_accepts_an_offer(shelf: Shelf) -> None:
    """A term that two entries share finds each of them: people are asked which one they mean."""
    ambiguous = "ambiguous: true\n"
    shelf.put(
        "base",
        BASE
        | {
            "gadget.yml": with_tests(GADGET + ambiguous, "gizmo", "gizmo"),
            "doodad.yml": with_tests(entry("doodad", "aliases: [gizmo]\n") + ambiguous, "gizmo"),
        },
    )

    assert checked(shelf) == []


def test_check_tells_every_failure(shelf: Shelf) -> None:
    """Every test that fails is told at once."""
    shelf.put(
        "base",
        BASE
        | {
            "gadget.yml": with_tests(GADGET, "abra, cadabra", "gizmo"),
            "widgetscope.yml": with_tests(WIDGETSCOPE, "", "WSC"),
        },
    )

    assert [problem.split(": ")[0] for problem in checked(shelf)] == [
        "base/gadget.yml:10",
        "base/gadget.yml:10",
        "base/gadget.yml:11",
        "base/widgetscope.yml:16",
    ]


def test_check_needs_a_pack_that_loads(shelf: Shelf) -> None:
    """A pack that does not load is not tried; its problems are those of loading."""
    shelf.put("base", BASE | {"gadget.yml": with_tests(edited(GADGET, "name: Gadget", "name: ON"), "abracadabra")})

    assert checked(shelf) == [f"base/gadget.yml:3: name: {AS_YES_OR_NO}"]


FAILS = "tests: {should_match: [abracadabra]}\n"


@pytest.mark.parametrize(
    ("base", "name", "override", "where"),
    [
        pytest.param("", "gadget.yml", FAILS, "ours/gadget.yml:2", id="a test of the later pack"),
        pytest.param(
            "",
            "our-gadget.yml",
            FAILS,
            "ours/our-gadget.yml:2",
            id="in a file of another name",
        ),
        pytest.param(
            FAILS,
            "gadget.yml",
            "name: Doodad\n",
            "base/gadget.yml:9",
            id="a test of the earlier pack",
        ),
        pytest.param(
            FAILS, "our-gadget.yml", "name: Doodad\n", "base/gadget.yml:9", id="an override of something else"
        ),
    ],
)
def test_check_of_an_overridden_entry(shelf: Shelf, base: str, name: str, override: str, where: str) -> None:
    """A test that fails is reported in the file that has it."""
    shelf.put("base", BASE | {"gadget.yml": GADGET + base})
    shelf.put("ours", {name: f"extends: gadget\n{override}"})

    assert [problem.split(": ")[0] for problem in checked(shelf)] == [where]


@pytest.mark.parametrize("about", ["[[gadget]]", "[]", "[gadget, {a: b}]"])
def test_odd_links_beside_a_retirement_are_told(shelf: Shelf, about: str) -> None:
    """A fact whose links are no ids is told as wrong, whatever is retired meanwhile."""
    shelf.put("base", {"gadget.yml": GADGET, "gizmo.yml": entry("gizmo")})
    shelf.put(
        "ours", {"x.yml": "retires: gadget\n", "figure.yml": FIGURE.replace("about: [gadget]", f"about: {about}")}
    )
    assert any("figure.yml" in problem and "about" in problem for problem in shelf.problems())

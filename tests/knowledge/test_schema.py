"""The JSON Schema of packs: what an editor accepts while somebody writes, and what it underlines."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.knowledge.drafts import pack_files
from bot.knowledge.loading import RECORD_TYPES
from bot.knowledge.schema import DRAFT, pack_schema

PACK = Path(__file__).parents[2] / "knowledge"

SHIPPED = {path.relative_to(PACK).as_posix(): path for path in pack_files(PACK)}


@cache
def validator() -> Draft202012Validator:
    """What an editor makes of the schema."""
    return Draft202012Validator(pack_schema())


def as_an_editor_reads(text: str) -> Any:
    """YAML with its dates as the texts they are, since JSON has no dates."""

    def undated(value: Any) -> Any:
        match value:
            case dict():
                return {name: undated(inner) for name, inner in value.items()}
            case list():
                return [undated(inner) for inner in value]
            case date():
                return value.isoformat()
            case _:
                return value

    return undated(yaml.safe_load(text))


def accepts(text: str) -> bool:
    """Whether an editor underlines nothing."""
    return not list(validator().iter_errors(as_an_editor_reads(text)))


def test_is_a_schema() -> None:
    """The schema is valid JSON Schema, says which draft it is, and is plain JSON."""
    schema = pack_schema()

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT == Draft202012Validator.META_SCHEMA["$id"]
    assert json.loads(json.dumps(schema)) == schema


def test_refers_to_what_it_has() -> None:
    """Every reference inside the schema leads somewhere."""
    schema = pack_schema()
    text = json.dumps(schema)
    references = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}

    assert references
    assert references <= {f"#/$defs/{name}" for name in schema["$defs"]}


def test_is_the_same_each_time() -> None:
    """Two runs print the same schema, so that it can be committed and compared."""
    assert json.dumps(pack_schema()) == json.dumps(pack_schema())


@pytest.mark.parametrize("kind", list(RECORD_TYPES))
def test_offers_every_field(kind: str) -> None:
    """An editor offers every field of every kind, and wants the kind itself written out."""
    shape = pack_schema()["$defs"][RECORD_TYPES[kind].__name__]

    assert set(shape["properties"]) == set(RECORD_TYPES[kind].model_fields)
    assert shape["properties"]["kind"]["const"] == kind
    assert {"id", "kind", "review"} <= set(shape["required"])
    assert ("sources" in shape["required"]) is (kind != "track")


def test_explains_fields() -> None:
    """An editor shows the author what a field means and in which unit."""
    properties = pack_schema()["$defs"]["Modality"]["properties"]

    assert "millisievert" in properties["dose_msv"]["description"]
    assert "patient" in properties["plain"]["description"]


@pytest.mark.parametrize("name", list(SHIPPED))
def test_accepts_the_shipped_pack(name: str) -> None:
    """No file of the shipped pack is underlined."""
    assert accepts(SHIPPED[name].read_text(encoding="utf-8"))


WIDGETSCOPE = """\
id: widgetscope
kind: modality
name: Widgetscopy
ionizing: false
summary: Makes pictures of widgets by moonlight.
plain: We look at your widget by moonlight.
time_min: [5, 9.5]
time_for: moles
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

VERSUS = """\
id: versus
kind: comparison
items: [widgetscope, gadget]
summary: One looks, the other is looked at.
rows: [{feature: Weight, cells: {widgetscope: Heavy, gadget: Light}, sources: [made-up-atlas]}]
sources: [made-up-atlas]
review: {owner: Nobody, reviewed_on: 2026-01-02, review_by: 2027-01-02}
"""

SOURCE = """\
made-up-atlas:
  title: Atlas of Made-up Imaging
  publisher: Nobody Press
  published: "1999"
  url: https://atlas.example/widgets
  read_on: 2026-01-02
  read: All of it, since there is none.
"""


def edited(text: str, old: str, new: str) -> str:
    """A file with one text replaced, which it must have."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WIDGETSCOPE, id="an entry"),
        pytest.param(edited(WIDGETSCOPE, "ionizing: false", "ionizing: depends"), id="it depends"),
        pytest.param(
            edited(WIDGETSCOPE, "[made-up-atlas]", "{made-up-atlas: all, other: [name]}"), id="a source and its fields"
        ),
        pytest.param(WIDGETSCOPE + "codes: {dicom: WS, snomed: ['7']}\n", id="a code with brackets or without"),
        pytest.param(VERSUS, id="a comparison"),
        pytest.param(
            edited(VERSUS, "sources: [made-up-atlas]}]", "sources: {widgetscope: [a], gadget: [b]}}]"),
            id="sources of each cell",
        ),
        pytest.param("extends: mri\nplain: Ours.\n", id="an override of a field"),
        pytest.param("extends: mri\naliases: [magnet]\ntime_min: [5, 9]\n", id="an override of several"),
        pytest.param("extends: versus\noverlap: [Moonlight]\n", id="an override of a comparison"),
        pytest.param("retires: mri\n", id="a retirement"),
        pytest.param("name: Ours\ncontact: {name: x, url: https://desk.example}\n", id="whose pack it is"),
        pytest.param(SOURCE, id="sources"),
        pytest.param(edited(SOURCE, '"1999"', "1999"), id="a year without quotes"),
    ],
)
def test_accepts(text: str) -> None:
    """Whatever loads is not underlined."""
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("{}", id="no field"),
        pytest.param("- id: a\n", id="a list"),
        pytest.param(WIDGETSCOPE + "zzz: x\n", id="an unknown field"),
        pytest.param(WIDGETSCOPE + "codes: {lcd: x}\n", id="an unknown field further in"),
        pytest.param(WIDGETSCOPE + "training: {Nowhere: x}\n", id="a field of another kind"),
        pytest.param(edited(WIDGETSCOPE, "kind: modality\n", ""), id="no kind"),
        pytest.param(edited(WIDGETSCOPE, "kind: modality", "kind: modalty"), id="an unknown kind"),
        pytest.param(edited(WIDGETSCOPE, "summary: Makes pictures of widgets by moonlight.\n", ""), id="no summary"),
        pytest.param(edited(WIDGETSCOPE, "Widgetscopy", "NO"), id="NO as name"),
        pytest.param(edited(WIDGETSCOPE, "Widgetscopy", "W" * 71), id="too long a name"),
        pytest.param(edited(WIDGETSCOPE, "Widgetscopy", ""), id="an empty name"),
        pytest.param(edited(WIDGETSCOPE, "id: widgetscope", "id: Widget Scope"), id="an id with blanks"),
        pytest.param(WIDGETSCOPE + "aliases: [NO]\n", id="NO in a list"),
        pytest.param(WIDGETSCOPE + "aliases: moonlooking\n", id="a text where a list is meant"),
        pytest.param(edited(WIDGETSCOPE, "[5, 9.5]", "5"), id="one figure"),
        pytest.param(edited(WIDGETSCOPE, "[5, 9.5]", "[5]"), id="half a range"),
        pytest.param(edited(WIDGETSCOPE, "[5, 9.5]", "[5, 6, 7]"), id="three figures"),
        pytest.param(edited(WIDGETSCOPE, "[5, 9.5]", "[0, 9]"), id="from zero"),
        pytest.param(edited(WIDGETSCOPE, "ionizing: false", "ionizing: maybe"), id="neither yes nor no"),
        pytest.param(edited(WIDGETSCOPE, "owner: Nobody, ", ""), id="nobody answers for it"),
        pytest.param(WIDGETSCOPE + "sections: [{title: More, text: x}]\n", id="a section without sources"),
        pytest.param(edited(VERSUS, "items: [widgetscope, gadget]", "items: [gadget]"), id="one item"),
        pytest.param(edited(VERSUS, "[widgetscope, gadget]", "[a, b, c, d, e]"), id="five items"),
        pytest.param(edited(VERSUS, "[{feature", "[{future"), id="a row of the future"),
        pytest.param("extends: mri\nzzz: x\n", id="an override of an unknown field"),
        pytest.param("extends: mri\nid: mrt\n", id="an override of the id"),
        pytest.param("extends: mri\nkind: concept\n", id="an override of the kind"),
        pytest.param("extends: mri\nplain: NO\n", id="an override with NO"),
        pytest.param("retires: mri\nplain: x\n", id="a retirement and more"),
        pytest.param("name: Ours\n", id="nobody to turn to"),
        pytest.param(edited(SOURCE, "  publisher: Nobody Press\n", ""), id="a source without publisher"),
        pytest.param(edited(SOURCE, '"1999"', "May"), id="a source of May"),
        pytest.param(edited(SOURCE, "  read: All", "  reed: All"), id="a source that was reed"),
    ],
)
def test_underlines(text: str) -> None:
    """What does not load is underlined while it is written."""
    assert not accepts(text)

"""A new entry's file, to be filled in: every field of its kind, with what it is for.

What has to be filled in stands there empty, so that the check, and the page of ``reading-room try``, say what is
missing until nothing is; what may be left out is commented out.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml
from pydantic.fields import FieldInfo

from bot.errors import ReadingRoomError
from bot.knowledge.drafts import PACK_STEM, SOURCES_STEM, pack_files
from bot.knowledge.entries import ENTRY_TYPES
from bot.knowledge.records import Tests
from bot.names import Kind

_HEAD = """\
# Fill in what stands here without a #. Of the rest, take the # from what you have a source for.
# `reading-room check` says what is missing; CONTRIBUTING.md says how we write.
"""

A_YEAR = timedelta(days=365)

_GIVEN = frozenset({"id", "kind", "name", "sources", "review", "tests"})

_SHAPES = {
    "ionizing": "true, false or depends",
    "codes": "{dicom: XX}",
    "ambiguous": "true",
    "also_means": "{XX: [something else]}",
    "related": "[some-entry, another-entry]",
    "dose_msv": "[low, high]",
    "time_min": "[low, high]",
    "training": "{Country: how}",
    "steps": "[{title: Referral, text: What happens}, {title: Scan, text: What happens}]",
    "sections": "[{title: A heading, points: [A point], sources: [some-source]}]",
    "views": "[{who: A publisher, says: What it says, sources: [some-source]}]",
}
"""How a value looks, where it is neither a text nor a list of texts."""


def new_entry(kind: Kind, name: str, packs: Sequence[Path], *, today: date | None = None) -> Path:
    """Write the file of a new entry into the last pack.

    Args:
        kind: What it is.
        name: The standard term in full.
        packs: The packs being served, earliest first.
        today: The day of the review; this computer's by default.

    Returns:
        The file.

    Raises:
        ReadingRoomError: The name has no letters or is kept for other files, its id is taken, or the pack is no folder
            that can be written to.
    """
    entry_id = id_of(name)
    if not name.isprintable() or not re.search("[a-z]", entry_id):
        raise ReadingRoomError("the name must be one line of text with letters in it; give the standard term in full")
    if entry_id in (SOURCES_STEM, PACK_STEM):
        raise ReadingRoomError(f"{entry_id}.yml is a file of the pack itself; give the standard term in full")
    if not packs[-1].is_dir():
        raise ReadingRoomError(f"{packs[-1]} is no folder; make it first, and name it in KNOWLEDGE_PATH as well")
    for pack in packs:
        for path in pack_files(pack):
            if path.stem == entry_id:
                instead = f"edit that file, or change fields of it from a pack of your own with extends: {entry_id}"
                raise ReadingRoomError(f"{entry_id} is taken by {path}: {instead}")
    path = packs[-1] / kind.plural.lower() / f"{entry_id}.yml"
    text = scaffold(kind, name, today or date.today())  # noqa: DTZ011 - a review's day
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ReadingRoomError(f"{path} cannot be written: {error.strerror}") from error
    return path


def id_of(name: str) -> str:
    """The id that a name gives: lower-case words joined by hyphens, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def scaffold(kind: Kind, name: str, today: date) -> str:
    """The text of a new entry's file."""
    fields = {field: info for field, info in ENTRY_TYPES[kind].model_fields.items() if field not in _GIVEN}
    entry_id = id_of(name)
    return "\n".join(
        [
            _HEAD,
            f"id: {entry_id if yaml.safe_load(entry_id) == entry_id else json.dumps(entry_id)}",
            f"kind: {kind.value}",
            f"name: {json.dumps(name, ensure_ascii=False)}",
            *(f"{field}:  # {_told(field, info)}" for field, info in fields.items() if info.is_required()),
            "",
            *(_left_out(field, info) for field, info in fields.items() if not info.is_required()),
            "",
            "# Where you read it: the id of a source in sources.yml, and the fields it carries.",
            "sources:",
            "  # some-source: [summary, plain]",
            f"review: {{owner: , reviewed_on: {today}, review_by: {today + A_YEAR}}}",
            "",
            "# What people type that must find this entry, and what must not.",
            "tests:",
            *(f"  {field}: []" for field in Tests.model_fields),
            "",
        ]
    )


def _left_out(field: str, info: FieldInfo) -> str:
    shape = _SHAPES.get(field, "[One, Another]" if str(info.annotation).startswith("tuple") else "text")
    return f"# {field}: {shape}  # {_told(field, info)}"


def _told(field: str, info: FieldInfo) -> str:
    """What a field is for; of one that has to be filled in, how it looks as well."""
    told = (info.description or f"{info.title}.").splitlines()[0].replace("``", "")
    return f"{told} Like this: {_SHAPES[field]}" if info.is_required() and field in _SHAPES else told

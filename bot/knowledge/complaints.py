"""Pydantic's complaints in the words of somebody who edits YAML."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from bot.knowledge.comparisons import Row
from bot.knowledge.entries import Codes, Pathway, Step
from bot.knowledge.pack import Contact
from bot.knowledge.records import Review, Section, Tests, View
from bot.knowledge.tracks import Track, TrackStep

_PARTS: dict[object, type[BaseModel]] = {
    "codes": Codes,
    "review": Review,
    "rows": Row,
    "sections": Section,
    "tests": Tests,
    "views": View,
    "contact": Contact,
}
"""The models of the fields that have fields of their own."""

_STEPS: dict[type[BaseModel], type[BaseModel]] = {Pathway: Step, Track: TrackStep}
"""The same of ``steps``, which two kinds of records have."""

Detail = Any
"""One of ``ValidationError.errors()``."""


def in_words(detail: Detail, model: type[BaseModel]) -> str:
    """What is wrong, as a clause that follows the field's name."""
    if detail["type"] == "extra_forbidden":
        *parents, name = detail["loc"]
        parts = _PARTS | {"steps": _STEPS[model]} if model in _STEPS else _PARTS
        part = next((parts[step] for step in reversed(parents) if step in parts), model)
        near = get_close_matches(str(name), part.model_fields, n=1)
        return f"is no field here; did you mean {near[0]}?" if near else "is no field here"
    if say := _SAYINGS.get(detail["type"]):
        return say(detail)
    message = str(detail["msg"])
    return message[:1].lower() + message[1:]


def is_of_pydantic(step: object) -> bool:
    """Whether a step of an error's location names a branch of a union, not something in the file."""
    return isinstance(step, str) and ("[" in step or step in {"literal", "bool"})


def _no_text(detail: Detail) -> str:
    value = detail.get("input")
    if value is None:
        return "is empty"
    read_as = "yes or no" if isinstance(value, bool) else "something else"
    return f"is text, but YAML reads it as {read_as}: put it in quotes"


def _too_short(detail: Detail) -> str:
    least = detail["ctx"]["min_length"]
    return "is empty" if least == 1 else f"has too few: at least {least}"


def _too_long(detail: Detail) -> str:
    value, most = detail.get("input"), detail["ctx"]["max_length"]
    return (
        f"is too long: {len(value)} characters, at most {most}"
        if isinstance(value, str)
        else f"has too many: at most {most}"
    )


def _no_mapping(_: Detail) -> str:
    return "wants fields under it (name: value)"


_SAYINGS: dict[str, Callable[[Detail], str]] = {
    "missing": lambda _: "is missing",
    "string_type": _no_text,
    "string_too_long": _too_long,
    "string_too_short": lambda _: "is empty",
    "too_short": _too_short,
    "too_long": _too_long,
    "tuple_type": lambda _: "wants a list: [one, another]",
    "dict_type": _no_mapping,
    "mapping_type": _no_mapping,
    "model_type": _no_mapping,
    "model_attributes_type": _no_mapping,
    "string_pattern_mismatch": lambda d: f"must fit {d['ctx']['pattern']}",
    "value_error": lambda d: str(d["ctx"]["error"]),
}

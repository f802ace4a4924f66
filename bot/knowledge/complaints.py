"""Pydantic's complaints in the words of somebody who edits YAML."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

Detail = Any
"""One of ``ValidationError.errors()``."""


def in_words(detail: Detail, model: type[BaseModel]) -> str:
    """What is wrong, as a clause that follows the field's name."""
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(str(detail["loc"][-1]), model.model_fields, n=1)
        return f"is no field here; did you mean {near[0]}?" if near else "is no field here"
    if say := _SAYINGS.get(detail["type"]):
        return say(detail)
    message = str(detail["msg"])
    return message[:1].lower() + message[1:]


def is_of_pydantic(step: object) -> bool:
    """Whether a step of an error's location names a branch of a union, not something in the file."""
    return isinstance(step, str) and ("[" in step or step in {"literal", "bool", "str", "url"})


def _no_text(detail: Detail) -> str:
    value = detail.get("input")
    if value is None:
        return "is empty"
    read_as = "yes or no" if isinstance(value, bool) else "something else"
    return f"is text, but YAML reads it as {read_as}: put it in quotes"


_SAYINGS: dict[str, Callable[[Detail], str]] = {
    "missing": lambda _: "is missing",
    "string_type": _no_text,
    "string_too_long": lambda d: f"is too long: {len(str(d['input']))} characters, at most {d['ctx']['max_length']}",
    "string_too_short": lambda _: "is empty",
    "too_short": lambda _: "is empty",
    "too_long": lambda d: f"has too many: at most {d['ctx']['max_length']}",
    "string_pattern_mismatch": lambda d: f"must fit {d['ctx']['pattern']}",
    "value_error": lambda d: str(d["ctx"]["error"]),
}

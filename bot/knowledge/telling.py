"""Telling a field in words: the one place where a value becomes text, for cards and derived comparisons alike."""

import re
from collections.abc import Mapping, Sequence

from bot.knowledge.entries import Entry, Pathway

_NO_END = re.compile(r"\b(?:e\.g|i\.e|etc|approx|ca|vs|cf|incl|max|min|no|fig|Dr|Prof|St|[A-Z])\.$", re.IGNORECASE)
"""Ends in a full stop that ends no sentence."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

FOR_WHOM = {"dose_msv": "dose_for", "time_min": "time_for"}
"""A figure, and the field that says for whom and where it holds."""

_UNIT = {"dose_msv": "mSv", "time_min": "min"}


def tell(entry: Entry, field: str, most: int | None = None) -> str | None:
    """A field's value as plain text, with its unit and for whom it holds; ``None`` where it is not filled.

    Args:
        entry: The entry.
        field: The field's name.
        most: Characters after which a list is broken off between two points, and a text between two sentences; the
            first point or sentence is always told whole.
    """
    value = getattr(entry, field, None)
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return None
    if field == "ionizing":
        return {True: "Yes", False: "No"}.get(value, "Depends on the technique")
    if field in FOR_WHOM:
        return f"{_range(value)} {_UNIT[field]} ({getattr(entry, FOR_WHOM[field])})"
    if isinstance(entry, Pathway) and field == "steps":
        return _joined([step.title for step in entry.steps], most, between=" → ")
    if isinstance(value, Mapping):
        return _joined([f"{name}: {text}" for name, text in value.items()], most)
    return _joined(value, most) if isinstance(value, tuple) else _sentences(str(value), most)


def facts_of(entry: Entry) -> tuple[str, ...]:
    """The filled fields particular to an entry's kind, in the order cards print them."""
    return tuple(field for field in entry.FACTS if tell(entry, field) is not None)


def _sentences(text: str, most: int | None) -> str:
    """A text, or as many of its sentences as fit; at least the first."""
    if most is None or len(text) <= most:
        return text
    sentences = [""]
    for part in _SENTENCE_END.split(text):
        if not sentences[-1] or _NO_END.search(sentences[-1]):
            sentences[-1] = f"{sentences[-1]} {part}".lstrip()
        else:
            sentences.append(part)
    return _joined(sentences, most, between=" ")


def _joined(points: Sequence[str], most: int | None, between: str = "; ") -> str:
    """Points in one line; at least the first, then as many as fit."""
    told = points[0]
    for point in points[1:]:
        if most is not None and len(told) + len(between) + len(point) > most:
            break
        told = f"{told}{between}{point}"
    return told


def _range(value: tuple[float, float]) -> str:
    low, high = value
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"

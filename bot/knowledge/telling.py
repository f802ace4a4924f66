"""Telling a field in words: the one place where a value becomes text, for cards and derived comparisons alike."""

from collections.abc import Mapping, Sequence

from bot.knowledge.entries import Entry


def tell(entry: Entry, field: str, most: int | None = None) -> str | None:
    """A field's value as plain text, with its unit and for whom it holds; ``None`` where it is not filled.

    Args:
        entry: The entry.
        field: The field's name.
        most: Characters after which a list is broken off, between two of its points.
    """
    value = getattr(entry, field, None)
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return None
    match field:
        case "ionizing":
            return {True: "Yes", False: "No"}.get(value, "Depends on the technique")
        case "dose_msv":
            return _with_whom(f"{_range(value)} mSv", entry, "dose_for")
        case "time_min":
            return _with_whom(f"{_range(value)} min", entry, "time_for")
    if isinstance(value, Mapping):
        return _joined([f"{name}: {text}" for name, text in value.items()], most)
    return _joined(value, most) if isinstance(value, tuple) else str(value)


def facts_of(entry: Entry) -> tuple[str, ...]:
    """The filled fields particular to an entry's kind, in the order cards print them."""
    return tuple(field for field in entry.FACTS if tell(entry, field) is not None)


def _joined(points: Sequence[str], most: int | None) -> str:
    """Points in one line; at least the first, then as many as fit."""
    told = points[0]
    for point in points[1:]:
        if most is not None and len(told) + len(point) + 2 > most:
            break
        told = f"{told}; {point}"
    return told


def _with_whom(figure: str, entry: Entry, field: str) -> str:
    return f"{figure} ({getattr(entry, field)})"


def _range(value: tuple[float, float]) -> str:
    low, high = value
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"

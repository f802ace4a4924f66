"""Telling a field in words: the one place where a value becomes text, for cards and derived comparisons alike."""

from collections.abc import Mapping

from bot.knowledge.entries import Entry


def tell(entry: Entry, field: str) -> str | None:
    """A field's value as plain text, with its unit and for whom it holds; ``None`` where it is not filled.

    >>> tell(mri, "time_min")  # doctest: +SKIP
    '15–60 min (one body part; United States)'
    """
    value = getattr(entry, field, None)
    if value is None or value == () or value == {}:
        return None
    match field:
        case "ionizing":
            return {True: "Yes", False: "No"}.get(value, "Depends on the technique")
        case "dose_msv":
            return _with_whom(f"{_range(value)} mSv", entry, "dose_for")
        case "time_min":
            return _with_whom(f"{_range(value)} min", entry, "time_for")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {text}" for name, text in value.items())
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def facts_of(entry: Entry) -> tuple[str, ...]:
    """The filled fields particular to an entry's kind, in the order cards print them."""
    return tuple(field for field in entry.FACTS if tell(entry, field) is not None)


def _with_whom(figure: str, entry: Entry, field: str) -> str:
    return f"{figure} ({getattr(entry, field)})"


def _range(value: tuple[float, float]) -> str:
    low, high = value
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"

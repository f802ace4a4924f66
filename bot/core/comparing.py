"""Comparing entries: written where somebody wrote it, else derived from the fields they share."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from bot.knowledge.comparisons import MOST_ITEMS, Comparison
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import (
    Ambiguous,
    Compared,
    ComparisonOutcome,
    DifferentKinds,
    Found,
    How,
    Line,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)
from bot.knowledge.pack import Pack
from bot.knowledge.records import Section, View
from bot.knowledge.telling import FOR_WHOM, tell
from bot.names import Kind

_CHOOSE_FIELD = {Kind.MODALITY: "best_for", Kind.PROCEDURE: "why"}
"""The field that says when an entry is the one, for a derived comparison."""


def compare_outcomes(pack: Pack, parts: Sequence[Outcome]) -> ComparisonOutcome:
    """Compare what the items of a text resolved to, in the order typed."""
    if len(parts) > MOST_ITEMS:
        return TooMany(len(parts))
    if not parts:
        return TooFew(None)
    readings = [_readings(part) for part in parts]
    if not all(readings):
        return Unclear(tuple(parts))
    chosen = _choose_reading(pack, readings)
    outcome = compare_entries(pack, chosen)
    if isinstance(outcome, Compared):
        guessed = tuple(part.entry for part in parts if isinstance(part, Found) and part.how is How.FUZZY)
        return replace(outcome, other_readings=_other_readings(chosen, readings), guessed=guessed)
    return outcome


def compare_entries(pack: Pack, items: Sequence[Entry]) -> ComparisonOutcome:
    """Compare entries that are already known."""
    different = tuple(dict.fromkeys(items))
    if not different:
        return TooFew(None)
    if len(different) > MOST_ITEMS:
        return TooMany(len(different))
    if len(different) == 1:
        return TooFew(different[0], twice=len(items) > 1, partners=pack.partners_of(different[0]))
    if written := pack.comparison_of(*(entry.id for entry in different)):
        return _written(different, written)
    if len({entry.kind for entry in different}) > 1:
        return DifferentKinds(different)
    return _derived(different)


def _readings(part: Outcome) -> tuple[Entry, ...]:
    """The entries an item may stand for; none where it is unclear."""
    match part:
        case Found(entry=entry, others=others):
            return (entry, *others)
        case Ambiguous(candidates=candidates, is_exact=True):
            return tuple(candidate.entry for candidate in candidates)
        case _:
            return ()


def _choose_reading(pack: Pack, readings: Sequence[Sequence[Entry]]) -> tuple[Entry, ...]:
    """The reading under which the items are of one kind; of several, one that somebody wrote a comparison of."""

    def rank(items: tuple[Entry, ...]) -> tuple[bool, bool, bool, tuple[str, ...]]:
        ids = tuple(entry.id for entry in items)
        return (
            len(set(ids)) < len(items),
            len({entry.kind for entry in items}) > 1,
            pack.comparison_of(*ids) is None,
            ids,
        )

    return min(product(*readings), key=rank)


def _other_readings(chosen: tuple[Entry, ...], readings: Sequence[Sequence[Entry]]) -> tuple[tuple[Entry, ...], ...]:
    """The readings that differ from the chosen one in a single item, each item once, as in what is compared."""
    return tuple(
        tuple(dict.fromkeys((*chosen[:place], other, *chosen[place + 1 :])))
        for place, entries in enumerate(readings)
        for other in entries
        if other not in chosen and chosen.count(chosen[place]) == 1
    )


def _written(items: tuple[Entry, ...], written: Comparison) -> Compared:
    lines = [Line(row.feature, tuple(row.cells[entry.id] for entry in items)) for row in written.rows]
    cell_sources = (source for row in written.rows for entry in items for source in row.sources_of(entry.id))
    parts: tuple[Section | View, ...] = (*written.sections, *written.views)
    part_sources = (source for part in parts for source in part.sources)
    return Compared(
        items=items,
        differing=tuple(line for line in lines if not line.is_equal),
        equal=tuple(line for line in lines if line.is_equal),
        choose=written.choose,
        written=written,
        sources=tuple(dict.fromkeys((*written.sources, *cell_sources, *part_sources))),
    )


def _derived(items: tuple[Entry, ...]) -> Compared:
    """A comparison from the fields that at least two of the items fill."""
    kind = items[0].kind
    choose_field = _CHOOSE_FIELD.get(kind, "")
    fields = [field for field in (*_leading_fields(kind), *items[0].FACTS) if field != choose_field]
    lines: list[Line] = []
    sources: dict[str, None] = {}
    for field in fields:
        cells = tuple(tell(entry, field) for entry in items)
        if sum(cell is not None for cell in cells) > 1:
            lines.append(Line(items[0].label(field), cells))
            told = (field, FOR_WHOM.get(field, field))
            sources |= dict.fromkeys(source for entry in items for name in told for source in entry.sources_of(name))
    choose = {
        entry.id: getattr(entry, choose_field) for entry in items if choose_field and getattr(entry, choose_field)
    }
    for field in (choose_field, "summary"):
        sources |= dict.fromkeys(source for entry in items for source in entry.sources_of(field))
    return Compared(
        items=items,
        differing=tuple(line for line in lines if not line.is_equal),
        equal=tuple(line for line in lines if line.is_equal),
        choose=choose,
        written=None,
        sources=tuple(sources),
    )


def _leading_fields(kind: Kind) -> tuple[str, ...]:
    return ("ionizing",) if kind is Kind.MODALITY else ()

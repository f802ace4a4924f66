"""Outcomes as JSON, for scripts and acceptance checks."""

from typing import Any, assert_never

from bot.core.admitting import Private
from bot.knowledge.asked import Answered, Asked, Fenced, Silent, Suggested, Understood
from bot.knowledge.entries import Entry
from bot.knowledge.outcomes import (
    Ambiguous,
    Candidate,
    Compared,
    ComparisonOutcome,
    DifferentKinds,
    Found,
    Line,
    NotFound,
    Outcome,
    TooFew,
    TooMany,
    Unclear,
)


def lookup_as_json(typed: str, outcome: Outcome) -> dict[str, Any]:
    """``{typed, outcome, id, name, kind, how, score, candidates}``; what does not apply is ``null`` or empty."""
    match outcome:
        case Found(entry=entry, how=how, score=score, others=others):
            candidates = [Candidate(entry, score), *(Candidate(other, score) for other in others)]
            return _lookup(typed, "found", candidates, entry=entry, how=how.value, score=score)
        case Ambiguous(candidates=candidates):
            return _lookup(typed, "ambiguous", candidates)
        case NotFound(nearest=nearest):
            return _lookup(typed, "not_found", nearest)
        case _:
            assert_never(outcome)


def comparison_as_json(typed: str, outcome: ComparisonOutcome) -> dict[str, Any]:
    """``{typed, outcome, …}`` with what that outcome carries."""
    match outcome:
        case Compared():
            said = _compared(outcome)
        case TooFew(entry=entry, twice=twice, partners=partners):
            name = "same_twice" if twice else "too_few"
            said = {"outcome": name, "items": [_entry(entry)] if entry else [], "partners": list(map(_entry, partners))}
        case TooMany(count=count):
            said = {"outcome": "too_many", "count": count}
        case DifferentKinds(items=items):
            said = {"outcome": "different_kinds", "items": list(map(_entry, items))}
        case Unclear(parts=parts):
            said = {"outcome": "unclear", "items": [lookup_as_json("", part) for part in parts]}
        case _:
            assert_never(outcome)
    return {"typed": typed, **said}


def asked_as_json(text: str, outcome: Asked | Private) -> dict[str, Any]:
    """``{text, outcome, faq, entries, score, matched_on, nearest}``; what does not apply is ``null`` or empty."""
    match outcome:
        case Answered(understood):
            return _asked(text, "answered", understood)
        case Suggested(understood):
            return _asked(text, "suggested", understood)
        case Silent(score=score, nearest=nearest):
            return _asked(text, "silent", Understood(None, (), score, nearest=nearest))
        case Fenced():
            return _asked(text, "fenced", Understood(None, (), 0.0))
        case Private(identifiers=identifiers):
            told = _asked(text, "private", Understood(None, (), 0.0))
            return told | {"identifiers": [one.value for one in identifiers]}
        case _:
            assert_never(outcome)


def _asked(text: str, outcome: str, understood: Understood) -> dict[str, Any]:
    return {
        "text": text,
        "outcome": outcome,
        "faq": understood.question.id if understood.question else None,
        "entries": [entry.id for entry in understood.entries],
        "score": understood.score,
        "matched_on": list(understood.matched_on),
        "nearest": [question.id for question in understood.nearest],
    }


def _lookup(
    typed: str,
    outcome: str,
    candidates: tuple[Candidate, ...] | list[Candidate],
    *,
    entry: Entry | None = None,
    how: str | None = None,
    score: float | None = None,
) -> dict[str, Any]:
    return {
        "typed": typed,
        "outcome": outcome,
        "id": entry.id if entry else None,
        "name": entry.name if entry else None,
        "kind": entry.kind.value if entry else None,
        "how": how,
        "score": score,
        "candidates": [{"id": one.entry.id, "name": one.entry.name, "score": one.score} for one in candidates],
    }


def _compared(compared: Compared) -> dict[str, Any]:
    written = compared.written
    return {
        "outcome": "compared",
        "items": list(map(_entry, compared.items)),
        "written": written.id if written else None,
        "summary": written.summary if written else None,
        "differing": [_line(line, compared.items) for line in compared.differing],
        "equal": [_line(line, compared.items) for line in compared.equal],
        "choose": {name: list(points) for name, points in compared.choose.items()},
        "overlap": list(written.overlap) if written else [],
        "sources": list(compared.sources),
        "other_readings": [list(map(_entry, reading)) for reading in compared.other_readings],
    }


def _line(line: Line, items: tuple[Entry, ...]) -> dict[str, Any]:
    cells = {entry.id: cell for entry, cell in zip(items, line.cells, strict=True)}
    return {"feature": line.feature, "cells": cells}


def _entry(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "name": entry.name, "kind": entry.kind.value}

"""What ``reading-room eval`` prints."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from bot.core.evaluating import Row, Verdict


def evaluation_as_json(tables: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """By table: ``{rows, right, asked, asked_without, missed, wrong, passed, not_right}``.

    ``not_right`` is ``[{typed, meant, verdict, got}]``, ``got`` the ids of entries, closest first.
    ``passed`` is the share of rows that are right, a row that asks counting half; ``null`` without rows.
    """
    return {name: _as_json(rows) for name, rows in tables.items()}


def evaluation_tables(tables: Mapping[str, Sequence[Row]]) -> Iterator[Table]:
    """Tables for a terminal: the counts, then every row that is not right."""
    counts = Table("table", "rows", *Verdict, "passed")
    others = Table("table", "verdict", "typed", "meant", "came to")
    for name, rows in tables.items():
        by = Counter(row.verdict for row in rows)
        passed = _passed(by)
        share = "" if passed is None else f"{passed:.1%}"
        counts.add_row(name, str(len(rows)), *(str(by[verdict]) for verdict in Verdict), share)
        for row in _not_right(rows):
            others.add_row(name, row.verdict, row.typed, row.meant, ", ".join(row.got))
    yield counts
    yield others


def _as_json(rows: Sequence[Row]) -> dict[str, Any]:
    by = Counter(row.verdict for row in rows)
    counts = {verdict.replace(" ", "_"): by[verdict] for verdict in Verdict}
    not_right = [
        {"typed": row.typed, "meant": row.meant, "verdict": row.verdict.value, "got": list(row.got)}
        for row in _not_right(rows)
    ]
    return {"rows": len(rows), **counts, "passed": _passed(by), "not_right": not_right}


def _not_right(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if row.verdict is not Verdict.RIGHT)


def _passed(by: Counter[Verdict]) -> float | None:
    return (by[Verdict.RIGHT] + by[Verdict.ASKED] / 2) / by.total() if by else None

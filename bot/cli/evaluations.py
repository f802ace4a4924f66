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
    for name, rows in tables.items():
        by = Counter(row.verdict for row in rows)
        passed = _passed(rows)
        share = "" if passed is None else f"{passed:.1%}"
        counts.add_row(name, str(len(rows)), *(str(by[verdict]) for verdict in Verdict), share)
    yield counts
    others = Table("table", "verdict", "typed", "meant", "came to")
    for name, rows in tables.items():
        for row in rows:
            if row.verdict is not Verdict.RIGHT:
                others.add_row(name, row.verdict, row.typed, row.meant, ", ".join(row.got))
    yield others


def _as_json(rows: Sequence[Row]) -> dict[str, Any]:
    by = Counter(row.verdict for row in rows)
    counts = {verdict.replace(" ", "_"): by[verdict] for verdict in Verdict}
    not_right = [
        {"typed": row.typed, "meant": row.meant, "verdict": row.verdict.value, "got": list(row.got)}
        for row in rows
        if row.verdict is not Verdict.RIGHT
    ]
    return {"rows": len(rows), **counts, "passed": _passed(rows), "not_right": not_right}


def _passed(rows: Sequence[Row]) -> float | None:
    by = Counter(row.verdict for row in rows)
    return (by[Verdict.RIGHT] + by[Verdict.ASKED] / 2) / len(rows) if rows else None

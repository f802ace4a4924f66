"""What ``reading-room import`` reads and prints."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.core.admitting import turned_away
from bot.core.importing import JudgedFile, JudgedRow, RowOutcome
from bot.errors import ReadingRoomError
from bot.knowledge.importing import ImportedFile, read_rows

STDIN = "-"

_TABLES = {".csv", ".tsv"}


def read_file(path: Path) -> ImportedFile:
    """The questions of a file, or of what comes in.

    Raises:
        ReadingRoomError: It cannot be read, or has no questions in it.
    """
    try:
        data = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise ReadingRoomError(f"{path} cannot be read: {error.strerror}") from None
    return read_rows(data, is_csv=path.suffix.lower() in _TABLES)


def import_as_json(judged: JudgedFile, written: Sequence[JudgedRow]) -> dict[str, Any]:
    """``{rows: [{line, question, id, outcome, detail}], counts, written, elsewhere}``.

    ``counts`` has the number of rows by outcome, ``written`` the ids that were put into the folder, ``elsewhere`` what
    is wrong with other questions once they are there, as ``file:line: field: what is wrong``. ``question`` and ``id``
    are ``null`` where there is none to tell.
    """
    return {
        "rows": [
            {
                "line": row.line,
                "question": row.question,
                "id": row.id,
                "outcome": row.outcome.value,
                "detail": row.detail,
            }
            for row in judged.rows
        ],
        "counts": _counts(judged.rows),
        "written": [row.id for row in written],
        "elsewhere": list(map(str, judged.elsewhere)),
    }


def import_table(judged: Sequence[JudgedRow]) -> Table:
    """A row for each row of the file."""
    table = Table("line", "outcome", "question", "id", "detail")
    for row in judged:
        cells = (str(row.line), row.outcome.value, row.question or "", row.id or "", row.detail)
        table.add_row(*map(Text, cells))  # in a string, rich would read brackets as marks
    return table


def warnings(read: ImportedFile, judged: JudgedFile) -> Iterator[str]:
    """A sentence for each part of a file that became no row, and what the new rows do to other questions."""
    if unused := [name for name in read.unused if not turned_away(name)]:
        yield f"Columns that are not read: {', '.join(unused)}."
    if read.unread:
        yield f"Lines before the first question that are not read: {read.unread}."
    if judged.elsewhere:
        yield "With the new questions there, reading-room check finds wrong what was right before:"
        yield from map(str, judged.elsewhere)


def summary(judged: Sequence[JudgedRow], written: Sequence[JudgedRow], folder: Path | None, *, is_served: bool) -> str:
    """What came of it, in a few sentences.

    Args:
        judged: Every row.
        written: Those that were put into the folder.
        folder: Where to; ``None`` in a dry run.
        is_served: Whether ``KNOWLEDGE_PATH`` has the folder.
    """
    told = ", ".join(f"{count} {outcome}" for outcome, count in _counts(judged).items() if count)
    rows = f"{len(judged)} {'row' if len(judged) == 1 else 'rows'}: {told}."
    if folder is None:
        return f"{rows} Nothing was written: --into FOLDER writes what is new into a pack."
    left = len(judged) - len(written)
    sentences = [
        rows,
        f"{len(written)} written into {folder}" + (f", {left} not, for the reasons above." if left else "."),
    ]
    if written and not is_served:
        sentences.append(f"KNOWLEDGE_PATH does not name {folder}.")
    return " ".join(sentences)


def _counts(judged: Sequence[JudgedRow]) -> dict[str, int]:
    by = Counter(row.outcome for row in judged)
    return {outcome.value: by[outcome] for outcome in RowOutcome}

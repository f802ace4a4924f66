"""Tables and charts: what Slack takes of each.

Sources: docs.slack.dev, table, data table and data visualization blocks, read 2026-09-14; the types of
@slack/types 3.2.0.
"""

from collections.abc import Iterator, Mapping

from bot.playground.strict_rich_text import RICH_TEXT
from bot.playground.strict_values import (
    Findings,
    Json,
    Place,
    array,
    boolean,
    by_type,
    count,
    different,
    integer,
    nullable,
    number,
    objects_in,
    one_of,
    shape,
    string,
)

TABLE_CHARACTERS = 10_000
"""In all cells of a table."""

DATA_TABLE_CHARACTERS = 20_000
"""In all cells of a data table, and of all data tables of a message."""

_COLUMNS = 20
_ROWS = 100
_DATA_ROWS = (2, 201)
"""The header counts. Earlier copies of the page say at most 101."""

_CHART_PARTS = 12
"""Slices or series. The page's first copy (2026-06) says 6, what reads it since says 12: the wider is taken."""
_CHART_POINTS = 20
_CHART_LABEL = 20
_CHART_TITLE = 50

_CELL = by_type(
    {
        "raw_text": shape({"text": string("a cell", least=1)}),
        "raw_number": shape({"value": number, "text": string("a cell", least=1)}),
        "rich_text": RICH_TEXT,
    }
)


def characters(table: Json) -> int:
    """How many characters all cells of a table hold: of raw cells their text, of rich ones every ``text`` in them.

    The page says no more than "the character count across all cells".
    """
    return sum(len(words) for words in _texts(table.get("rows")))


def _texts(rows: object) -> Iterator[str]:
    """Every ``text`` at any depth; with a stack of its own, for what arrives may be nested deeply."""
    waiting = [rows]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, Mapping):
            if isinstance(words := value.get("text"), str):
                yield words
            waiting.append(value.get("elements"))


def _few_characters(place: Place, block: Json) -> Findings:
    return count(place / "rows", "characters in a table", characters(block), TABLE_CHARACTERS)


# Rows may differ in length: no page says otherwise.
TABLE = shape(
    {"rows": array("rows of a table", array("cells of a table's row", _CELL, most=_COLUMNS), most=_ROWS)},
    {
        "column_settings": array(
            "column settings of a table",
            nullable(shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})),
            least=0,
            most=_COLUMNS,
        )
    },
    _few_characters,
)


def _even_rows(place: Place, block: Json) -> Findings:
    """All rows have as many cells as the header, and the header has no rich text."""
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list):
        return
    for where, cell in objects_in(place / "rows" / 0, rows[0]):
        if cell.get("type") == "rich_text":
            yield f"{where}: is rich text, which a header must not be"
    for index, row in enumerate(rows):
        if isinstance(row, list) and len(row) != len(rows[0]):
            yield f"{place / 'rows' / index}: has {len(row)} cells, must have {len(rows[0])} as the header has"


def _few_data_characters(place: Place, block: Json) -> Findings:
    return count(place / "rows", "characters in a data table", characters(block), DATA_TABLE_CHARACTERS)


DATA_TABLE = shape(
    {
        "caption": string("a caption", least=1),
        "rows": array(
            "rows of a data table",
            array("cells of a data table's row", _CELL, most=_COLUMNS),
            least=_DATA_ROWS[0],
            most=_DATA_ROWS[1],
        ),
    },
    {"page_size": integer(1, 100), "row_header_column_index": integer()},
    _even_rows,
    _few_data_characters,
)


def _above_zero(place: Place, value: object) -> Findings:
    yield from number(place, value)
    if isinstance(value, int | float) and not value > 0:
        yield f"{place}: must be above 0"


_CHART_NAME = string("a chart's label", _CHART_LABEL, least=1)
_POINT = shape({"label": _CHART_NAME, "value": number})
_SLICE = shape({"label": _CHART_NAME, "value": _above_zero})
_AXIS_TITLE = string("an axis title", _CHART_TITLE)


def _series_fit(place: Place, chart: Json) -> Findings:
    """Series differ in name, and each has one point for every category of the axis."""
    series = list(objects_in(place / "series", chart.get("series")))
    yield from different("name", series)
    axis = chart.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, Mapping) else None
    if not isinstance(categories, list):
        return
    wanted = sorted(category for category in categories if isinstance(category, str))
    for where, one in series:
        labels = (point.get("label") for _, point in objects_in(where / "data", one.get("data")))
        if sorted(label for label in labels if isinstance(label, str)) != wanted:
            yield f"{where / 'data'}: must have one point for each category of the axis"


_SERIES_CHART = shape(
    {
        "series": array(
            "series of a chart",
            shape(
                {"name": _CHART_NAME, "data": array("points of a series", _POINT, most=_CHART_POINTS)},
            ),
            most=_CHART_PARTS,
        ),
        "axis_config": shape(
            {"categories": array("categories of a chart", _CHART_NAME, most=_CHART_POINTS)},
            {"x_label": _AXIS_TITLE, "y_label": _AXIS_TITLE},
        ),
    },
    {},
    _series_fit,
)

CHART = shape(
    {
        "title": string("a chart's title", _CHART_TITLE, least=1),
        "chart": by_type(
            {
                "pie": shape({"segments": array("slices of a pie", _SLICE, most=_CHART_PARTS)}),
                "bar": _SERIES_CHART,
                "area": _SERIES_CHART,
                "line": _SERIES_CHART,
            }
        ),
    }
)
"""A data visualization block."""

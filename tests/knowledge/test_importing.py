"""``bot.knowledge.importing``: what a team has comes in whole, however it is laid out."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReadingRoomError
from bot.knowledge.importing import COLUMNS, DELIMITERS, LARGEST_FILE, ImportedFile, ImportedRow, Layout, read_rows
from bot.knowledge.marks import unmarked

PASTED = """\
Slackbot
Customize your workspace

When someone says:
badge, lost badge,
where do I get my badge?
Slackbot responds:
Ask the *desk* &amp; bring your ID :wave:
Added by somebody on May 5th
Edit
Delete

*When someone says…* parking
*Slackbot responds…* See <https://example.org/parking|the map>.
When someone says
locker
lockers
Slackbot responds with
Second floor
Third floor.

When someone says:
Separate phrases with commas
Slackbot responds:
One reply per line
"""

PLAIN = """\
badge, lost badge, where do I get my badge?
    Ask the desk.
    Bring your ID.

parking → See the map.
locker\tSecond floor
vpn, vpn token => Ask IT
  or call them
printer toner
=> In the cupboard
no answer here
scrubs -> In the linen room
"""

LETTERS = """\
Q: Where, in the end, do I get my badge?
A: At the desk.
Bring your ID.

Question: Who has the keys?
Answer:
The desk.
"""


def read(text: str, *, is_csv: bool = False) -> ImportedFile:
    """The rows of a text."""
    return read_rows(text.encode(), is_csv=is_csv)


def told(text: str) -> list[tuple[int, tuple[str, ...], str]]:
    """Where each row of a text begins, how it is asked, and its answer."""
    return [(row.line, row.sentences, row.answer) for row in read(text).rows]


def test_blocks_of_slackbot() -> None:
    """Phrases stand with commas or on lines, responses on lines; what the page has around them is no part of either."""
    badge = ("where do I get my badge?", "lost badge", "badge")
    assert told(PASTED) == [
        (4, badge, "Ask the desk & bring your ID"),
        (13, ("parking",), "See the map (https://example.org/parking)."),
        (15, ("locker", "lockers"), "Second floor; Third floor."),
    ]
    pasted = read(PASTED)
    assert (pasted.layout, pasted.unread) == (Layout.BLOCKS, 2)
    assert [len(row.notes) for row in pasted.rows] == [0, 0, 1]
    assert pasted.rows[2].notes[0].startswith("its 2 responses, one of which Slackbot picks, are one answer now")


def test_blocks_that_lack_something() -> None:
    """A block without phrases or without a response is a row all the same."""
    text = (
        "Slackbot responds:\nHello\nWhen someone says:\nparking\nWhen someone says: lunch\nSlackbot responds: At noon"
    )
    assert told(text) == [(1, (), "Hello"), (3, ("parking",), ""), (5, ("lunch",), "At noon")]


def test_lines() -> None:
    """A response stands behind an arrow or a tab, or indented below."""
    assert told(PLAIN) == [
        (1, ("where do I get my badge?", "lost badge", "badge"), "Ask the desk. Bring your ID."),
        (5, ("parking",), "See the map."),
        (6, ("locker",), "Second floor"),
        (7, ("vpn token", "vpn"), "Ask IT; or call them"),
        (9, ("printer toner",), "In the cupboard"),
        (11, ("no answer here",), ""),
        (12, ("scrubs",), "In the linen room"),
    ]
    assert read(PLAIN).layout is Layout.LINES


def test_lines_that_are_all_indented() -> None:
    """What stands further in than the rest is the response, wherever the rest begins."""
    assert told("    parking\n        See the map.\n") == [(1, ("parking",), "See the map.")]


def test_questions_with_letters() -> None:
    """``Q:`` and ``A:`` part questions from answers, and a comma in them parts nothing."""
    assert told(LETTERS) == [
        (1, ("Where, in the end, do I get my badge?",), "At the desk. Bring your ID."),
        (5, ("Who has the keys?",), "The desk."),
    ]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv(delimiter: str, end: str) -> None:
    """Whatever stands between its cells and lines, a table is read by the names of its columns."""
    head = ["Question", "ANSWER", "ask", "Source title", "source_publisher", "Source-URL", "Audience", "Owner"]
    cells = [
        "Where?",
        f"Here{end}and, there",
        "where is it; whereabouts",
        "Guide",
        "We",
        "https://e.org",
        "new hires,staff",
        "x",
    ]
    line = delimiter.join(f'"{cell}"' for cell in cells)
    table = read(f"{delimiter.join(head)}{end}{end}{line}{end}{delimiter * 7}{end}{line}{end}", is_csv=True)
    row = ImportedRow(
        line=3,
        sentences=("Where?", "where is it", "whereabouts"),
        answer="Here; and, there",
        source_title="Guide",
        source_publisher="We",
        source_url="https://e.org",
        audience=("new hires", "staff"),
    )
    assert table.layout is Layout.CSV
    assert table.unused == ("Owner",)
    assert table.rows[0] == row
    assert [row.line for row in table.rows] == [3, 6]


@pytest.mark.parametrize("question", [*COLUMNS["question"], *COLUMNS["triggers"]])
@pytest.mark.parametrize("answer", COLUMNS["answer"])
def test_csv_under_other_names(question: str, answer: str) -> None:
    """Columns are found under the names that people give them, in whatever order."""
    (row,) = read(f"{answer.upper()}…,{question.title()}\nHere,Where\n").rows
    assert (row.sentences, row.answer) == (("Where",), "Here")


def test_a_column_of_triggers() -> None:
    """Triggers have commas between them, and the one that is most like a heading goes first."""
    (row,) = read('Trigger,Response\n"wifi, wifi key, ""WLAN""",On the wall\n').rows
    assert row.sentences == ("wifi key", "wifi", "WLAN")


def test_a_table_copied_from_a_page() -> None:
    """Slack's own column heads make a table of what has tabs in it."""
    text = "When someone says…\tSlackbot responds…\nwifi, wifi key\tOn the wall\n"
    assert told(text) == [(2, ("wifi key", "wifi"), "On the wall")]


def test_what_excel_writes() -> None:
    """A line that tells the delimiter is no row, and lines are still counted from the top of the file."""
    assert told("sep=;\r\nquestion;answer\r\nWhere;Here, there\r\n") == [(3, ("Where",), "Here, there")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with or without its mark, and what Excel writes, come to the same letters."""
    (row,) = read_rows("question,answer\nWo hängt die Röntgenschürze?,“Dort” – für alle\n".encode(encoding)).rows
    assert (row.sentences, row.answer) == (("Wo hängt die Röntgenschürze?",), "“Dort” – für alle")


def test_a_comma_that_is_not_quoted() -> None:
    """More cells than columns are told, since the end of an answer would be lost."""
    first, second = read("question,answer\nWhere,Up, then left\nWhen,Noon,,\n").rows
    assert first.fault == "has more cells than there are columns: a text with a comma in it stands in quotation marks"
    assert second.fault is None


@pytest.mark.parametrize(
    ("cells", "until"),
    [
        pytest.param('"Where,Up\nWhen,Noon\n', 4, id="to the end"),
        pytest.param(f'Where,"{"x" * 200_000}"\nWhen,Noon\n', 4, id="larger than a cell"),
    ],
)
def test_a_quotation_mark_that_is_not_closed(cells: str, until: int) -> None:
    """What it swallows is told with its lines, and what stands before it is read."""
    first, broken = read(f"question,answer\nWho,She\n{cells}").rows
    assert first.answer == "She"
    assert broken.line == 3
    assert broken.fault
    assert f"not closed, up to line {until}" in broken.fault


@pytest.mark.parametrize("text", ["question,answer\n,,\n", "", " \n\n", "When someone says:\nSlackbot responds:\n"])
def test_nothing_in_it(text: str) -> None:
    """A file without questions is told so."""
    with pytest.raises(ReadingRoomError, match="no questions in it"):
        read(text)


def test_a_table_without_names() -> None:
    """A file that says it is CSV has to name its columns; another is read as pasted text."""
    with pytest.raises(ReadingRoomError, match="first line must name its columns: question and answer"):
        read("Where,Here\n", is_csv=True)
    assert read("Where,Here\n").layout is Layout.LINES


def test_too_large() -> None:
    """A file that is no list of questions is refused by its size."""
    with pytest.raises(ReadingRoomError, match="larger than 8,388,608 bytes"):
        read_rows(b"x" * (LARGEST_FILE + 1))


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1), delimiter=st.sampled_from(DELIMITERS))
def test_no_row_of_a_table_is_lost(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Every row that has anything in it comes out once, with its question and the line on which it begins."""
    filled = [row for row in rows if any(map(str.strip, row))]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["question", "answer"])
    lines = []
    for row in rows:
        lines.append(len(re.findall(r"\r\n|\r|\n", file.getvalue())) + 1)
        writer.writerow(row)
    if not filled:
        with pytest.raises(ReadingRoomError, match="no questions"):
            read(file.getvalue())
        return
    table = read(file.getvalue())
    assert [row.line for row in table.rows] == [line for line, row in zip(lines, rows, strict=True) if row in filled]
    for read_row, (question, _) in zip(table.rows, filled, strict=True):
        assert read_row.sentences == ((unmarked(question),) if unmarked(question) else ())
        assert read_row.fault is None


WORDS = st.text("abcdefghij klmnop", min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(st.lists(WORDS, min_size=1), st.lists(WORDS)), min_size=1))
def test_no_block_is_lost(blocks: list[tuple[list[str], list[str]]]) -> None:
    """Every pasted block comes out once, with each of its phrases and responses."""
    heads = ("When someone says:", "Slackbot responds:")
    pasted = ([heads[0], ", ".join(says), heads[1], *(f"x {line}" for line in responds)] for says, responds in blocks)
    text = "\n".join(line for block in pasted for line in block)
    rows = read(text).rows
    assert len({row.line for row in rows}) == len(rows) == len(blocks)
    for row, (says, responds) in zip(rows, blocks, strict=True):
        assert set(row.sentences) == {unmarked(phrase) for phrase in says}
        assert all(unmarked(line) in row.answer for line in responds)


@given(st.text(), st.booleans())
def test_any_text_has_rows_or_a_sentence(text: str, is_csv: bool) -> None:
    """Nothing that somebody pastes is an error of ours, and every line that says something is in a row or counted."""
    try:
        file = read_rows(text.encode("utf-8", "surrogatepass"), is_csv=is_csv)
    except ReadingRoomError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most texts have rows
        return
    assert len({row.line for row in file.rows}) == len(file.rows) > 0

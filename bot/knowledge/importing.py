"""Reading what a team already has: custom responses of Slackbot, pasted, or a table as CSV.

Three layouts, told apart by what the file holds:

- **CSV**, whose first line names the columns: ``question``, ``answer`` and, where there are any, ``ask``,
  ``source_title``, ``source_publisher``, ``source_url`` and ``audience`` (`COLUMNS` has what else they may be called);
- **blocks**, as Slack's page of Slackbot responses shows them: *When someone says*, phrases with commas or on lines of
  their own, *Slackbot responds*, a response a line. ``Q:`` and ``A:`` begin blocks, too;
- **lines**: phrases with commas, and behind ``→``, ``=>``, ``->`` or a tab, or indented below, the response.

Whatever stands in a file comes out as a row: what cannot be used says so in ``fault``.
"""

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from bot.errors import ReadingRoomError
from bot.knowledge.marks import joined, unmarked

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes; a thousand questions have some 300,000."""

DELIMITERS = ",;\t|"

COLUMNS: dict[str, tuple[str, ...]] = {
    "question": ("question", "questions", "q", "faq"),
    "triggers": ("trigger", "triggers", "when someone says", "phrase", "phrases", "keyword", "keywords"),
    "answer": ("answer", "answers", "a", "response", "responses", "reply", "replies", "slackbot responds"),
    "ask": ("ask", "variant", "variants", "also asked", "other wordings", "alternatives", "synonyms"),
    "source_title": ("source title", "source", "reference"),
    "source_publisher": ("source publisher", "publisher"),
    "source_url": ("source url", "source link", "url", "link"),
    "audience": ("audience", "for", "for whom"),
}
"""What columns may be called, by what they hold; case, spaces and punctuation do not matter."""


class Layout(StrEnum):
    """How a file is laid out."""

    CSV = "CSV"
    BLOCKS = "blocks"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A question of a file, in plain text.

    Attributes:
        line: Where it begins, counted from 1.
        sentences: How people ask it, the first of them first; empty where there is none.
        answer: Its answer; empty where there is none.
        source_title: Where the answer was read; empty where the row does not say.
        source_publisher: Likewise.
        source_url: Likewise.
        audience: For whom it is, as the file words it.
        notes: What was decided in reading it, each a clause.
        fault: Why the row cannot be used, as a sentence; ``None`` where it can.
    """

    line: int
    sentences: tuple[str, ...] = ()
    answer: str = ""
    source_title: str = ""
    source_publisher: str = ""
    source_url: str = ""
    audience: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says, for the privacy gate."""
        of_source = (self.source_title, self.source_publisher, self.source_url)
        return tuple(text for text in (*self.sentences, self.answer, *of_source, *self.audience) if text)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What a file holds.

    Attributes:
        rows: In the order of the file.
        unused: Columns that are not read, as the file calls them.
        unread: How many lines stand before the first block.
    """

    layout: Layout
    rows: tuple[ImportedRow, ...]
    unused: tuple[str, ...] = ()
    unread: int = 0


def read_rows(data: bytes, *, is_csv: bool = False) -> ImportedFile:
    """The questions of a file.

    Args:
        data: Its bytes: UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.
        is_csv: Whether its name says that it is a CSV file, so that it has to have a line of column names.

    Raises:
        ReadingRoomError: It is too large, has no columns that can be used, or nothing in it.
    """
    if len(data) > LARGEST_FILE:
        raise ReadingRoomError(f"the file is larger than {LARGEST_FILE:,} bytes; import it in parts")
    text = _decoded(data)
    lines = re.split(r"\r\n|\r|\n", text)
    if table := _Table.of(text):
        read = ImportedFile(Layout.CSV, tuple(table.rows()), unused=table.unused)
    elif is_csv and text.strip():
        message = "the file's first line must name its columns: question and answer, and more if there are any"
        raise ReadingRoomError(message)
    elif heads := next((heads for heads in (_SLACKBOTS, _LETTERS) if _begins_blocks(heads, lines)), None):
        before = next(number for number, line in enumerate(lines) if heads.match(line))
        unread = sum(bool(line.strip()) for line in lines[:before])
        read = ImportedFile(Layout.BLOCKS, tuple(_of_blocks(lines, before, heads)), unread=unread)
    else:
        read = ImportedFile(Layout.LINES, tuple(_of_lines(textwrap.dedent("\n".join(lines)).split("\n"))))
    if not read.rows:
        raise ReadingRoomError("the file has no questions in it")
    return read


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


# Tables


class _Table:
    """A CSV file whose line of column names is understood.

    Attributes:
        unused: Columns that are not read, as the file calls them.
    """

    def __init__(self, lines: Sequence[str], delimiter: str, head: Sequence[str], place: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._columns = tuple(map(_column, head))
        self._place = place
        self.unused = tuple(name.strip() for name in head if name.strip() and not _column(name))

    @classmethod
    def of(cls, text: str) -> "_Table | None":
        """The table that a text is; ``None`` where its first line names no question and answer."""
        lines = io.StringIO(text, newline="").readlines()
        for delimiter in DELIMITERS:
            for place, cells in islice(_records(lines, 0, delimiter), 2):  # Excel may write *sep=;* before the names
                columns = set(map(_column, cells or ()))
                if "answer" in columns and columns & {"question", "triggers"}:
                    return cls(lines, delimiter, cells or (), place.stop)
        return None

    def rows(self) -> Iterator[ImportedRow]:
        """Its rows; empty lines are none."""
        for place, cells in _records(self._lines, self._place, self._delimiter):
            if cells is None:
                fault = f"opens a quotation mark that is not closed, up to line {place.stop}: close it, or take it away"
                yield ImportedRow(place.start + 1, fault=fault)
            else:
                yield self._row(place.start + 1, cells)

    def _row(self, line: int, cells: Sequence[str]) -> ImportedRow:
        named: dict[str, list[str]] = {}
        for column, cell in zip(self._columns, cells, strict=False):
            named.setdefault(column, []).append(cell)
        sentences = [unmarked(cell) for cell in named.get("question", ())]
        sentences += _best_first(phrase for cell in named.get("triggers", ()) for phrase in _phrases(cell))
        for cell in named.get("ask", ()):
            sentences += map(unmarked, re.split(r"[|;\n]", cell))
        more = [cell for cell in cells[len(self._columns) :] if cell.strip()]
        fault = "has more cells than there are columns: a text with a comma in it stands in quotation marks"
        return ImportedRow(
            line=line,
            sentences=_once(sentences),
            answer=joined(part for cell in named.get("answer", ()) for part in cell.splitlines()),
            source_title=_first(named, "source_title"),
            source_publisher=_first(named, "source_publisher"),
            source_url=_first(named, "source_url"),
            audience=tuple(
                word
                for cell in named.get("audience", ())
                for word in map(unmarked, re.split(r"[,;|/\n]", cell))
                if word
            ),
            fault=fault if more else None,
        )


def _records(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[slice, list[str] | None]]:
    """The records of a table that are not empty, each with the places of its lines.

    A record that is not closed, or too large for a cell, comes as ``None`` and is the last.
    """
    reader = csv.reader(lines[start:], delimiter=delimiter, skipinitialspace=True)
    place = slice(start, start)
    try:
        for cells in reader:
            place = slice(place.stop, start + reader.line_num)
            if any(map(str.strip, cells)):
                is_whole = place.stop < len(lines) or _is_closed(lines[place], delimiter)
                yield place, cells if is_whole else None
    except csv.Error:
        yield slice(place.stop, len(lines)), None


def _is_closed(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a record's last quotation mark closes what another one opens."""
    try:
        list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        return "end of data" not in str(error)
    return True


def _column(name: str) -> str:
    """What a column holds; empty for one that is not read."""
    words = " ".join(re.findall(r"[^\W_]+", name.casefold()))
    return next((column for column, names in COLUMNS.items() if words in names), "")


def _first(named: dict[str, list[str]], column: str) -> str:
    return next(filter(None, map(unmarked, named.get(column, ()))), "")


# Pasted text

_SLACKBOTS = re.compile(
    r"^\W*(?:(?P<says>when\s+someone\s+says)|(?P<responds>slackbot\s+responds(?:\s+with)?))\b[\s:.…*_]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"^\W*(?:(?P<says>q|question)|(?P<responds>a|answer))\s*[*_]*:[\s*_]*(?P<rest>.*)$", re.IGNORECASE
)
"""The lines that begin a block's phrases or its responses; what follows on them belongs to them."""

_OF_THE_PAGE = re.compile(
    r"^\s*(?:edit|delete|remove|save|cancel|(?:add|save|edit|delete)\s+(?:new\s+)?response|"
    r"(?:added|created|edited|last\s+edited|updated)\s+(?:by|on)\b.*|"
    r"separate\s+(?:multiple\s+)?(?:phrases|words)\b.*|(?:one|each)\s+(?:reply|response)\b.*)\s*$",
    re.IGNORECASE,
)
"""What Slack's page has beside the responses: buttons, hints, and who made one."""

_BEHIND_ARROW = re.compile(r"^(?P<before>\S.*?)(?:[→⇒⟶➔]|\s[=-]>(?=\s)|\t)\s*(?P<behind>\S.*)$")
_LEADING_ARROW = re.compile(r"^\s*(?:[→⇒⟶➔]|[=-]>)\s*")


@dataclass(slots=True)
class _Block:
    """A question while its lines are read.

    Attributes:
        with_commas: Whether commas part its phrases.
    """

    line: int
    with_commas: bool = True
    phrases: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)

    @property
    def says_anything(self) -> bool:
        """Whether it has a line; the form for a new response at the foot of Slack's page has none."""
        return bool(self.phrases or self.responses)

    def row(self) -> ImportedRow:
        """The row that its lines make."""
        if self.with_commas:
            phrases = _best_first(phrase for line in self.phrases for phrase in _phrases(line))
        else:
            phrases = [unmarked(line) for line in self.phrases]
        count = len(_once(map(unmarked, self.responses)))
        note = f"its {count} responses, one of which Slackbot picks, are one answer now: read it over"
        return ImportedRow(
            self.line,
            _once(phrases),
            joined(dict.fromkeys(self.responses)),
            notes=(note,) if count > 1 and self.with_commas else (),
        )


def _begins_blocks(heads: re.Pattern[str], lines: Iterable[str]) -> bool:
    """Whether lines begin with heads of both kinds."""
    found = [match for match in map(heads.match, lines) if match]
    return any(match["says"] for match in found) and any(match["responds"] for match in found)


def _of_blocks(lines: Sequence[str], before: int, heads: re.Pattern[str]) -> Iterator[ImportedRow]:
    """The rows of blocks; ``before`` lines stand before them."""
    block = _Block(before + 1)
    in_responses = False
    for number, line in enumerate(lines[before:], before + 1):
        if head := heads.match(line):
            if head["says"] or (in_responses and block.responses):
                if block.says_anything:
                    yield block.row()
                block = _Block(number, with_commas=heads is _SLACKBOTS)
            in_responses = bool(head["responds"])
            line = head["rest"]  # noqa: PLW2901 - the rest is read as a line of its own would be
        if line.strip() and not _OF_THE_PAGE.match(line):
            (block.responses if in_responses else block.phrases).append(line)
    if block.says_anything:
        yield block.row()


def _of_lines(lines: Iterable[str]) -> Iterator[ImportedRow]:
    """The rows of phrases with their responses behind them or indented below."""
    block: _Block | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line[0].isspace() or _LEADING_ARROW.match(line):
            block = block or _Block(number)
            block.responses.append(_LEADING_ARROW.sub("", line))
            continue
        if block:
            yield block.row()
        parted = _BEHIND_ARROW.match(line)
        block = _Block(number, phrases=[parted["before"] if parted else line])
        block.responses += [parted["behind"]] if parted else []
    if block:
        yield block.row()


def _phrases(text: str) -> list[str]:
    """Phrases with commas or line breaks between them."""
    return [unmarked(part).strip('"“”') for part in re.split(r"[,\n]", text)]


def _best_first(phrases: Iterable[str]) -> list[str]:
    """Phrases with the one first that is most like a heading: a question, else one of several words."""
    return sorted(phrases, key=lambda phrase: (not phrase.endswith("?"), " " not in phrase))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without the empty ones, each once however it is written."""
    known: dict[str, str] = {}
    for text in filter(None, texts):
        known.setdefault(text.casefold(), text)
    return tuple(known.values())

"""Reading YAML: what a file may hold, what is refused and on which line, and where a field stands."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.reading import DEEPEST, LARGEST_FILE, Document, UnreadableError, write_yaml

NO_MAPPING = "must hold fields (name: value), one a line"
NO_NAME = "is a name, but YAML reads it as something else: put it in quotes"
ODD = "is no valid YAML: it holds characters or tags that cannot be read"
ANCHOR = "uses a YAML anchor or alias (& or *); write the text out, or put it in quotes"
TOO_DEEP = f"is nested deeper than {DEEPEST} levels"

ALIAS_BOMB = """\
name: not for serving
a: &a [boom, boom, boom, boom, boom, boom, boom, boom, boom]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
e: [*d, *d, *d, *d, *d, *d, *d, *d, *d]
"""


def written(folder: Path, content: str | bytes) -> Path:
    """A file of a pack with this content."""
    path = folder / "widgetscope.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "mapping"),
    [
        pytest.param("name: Widget\n", {"name": "Widget"}, id="a field"),
        pytest.param("name: Widget", {"name": "Widget"}, id="no line break at the end"),
        pytest.param("\ufeffname: Widget\n", {"name": "Widget"}, id="the byte order mark of a Windows editor"),
        pytest.param("name: Widget\r\nsize: 3\r\n", {"name": "Widget", "size": 3}, id="line breaks of Windows"),
        pytest.param("---\nname: Widget\n...\n", {"name": "Widget"}, id="one document between its marks"),
        pytest.param("name: Röntgen 放射線\n", {"name": "Röntgen 放射線"}, id="letters of other alphabets"),
        pytest.param("a: on\nb: 2026-01-02\n", {"a": True, "b": date(2026, 1, 2)}, id="YAML's own booleans and dates"),
        pytest.param("\"on\": x\n'7': y\n", {"on": "x", "7": "y"}, id="names in quotes"),
        pytest.param("who: R&D and 5 * 3\n", {"who": "R&D and 5 * 3"}, id="ampersand and star inside a text"),
        pytest.param('who: "&R *D"\n', {"who": "&R *D"}, id="ampersand and star in quotes"),
        pytest.param("# see *notes* & more\nname: Widget\n", {"name": "Widget"}, id="ampersand and star in a comment"),
        pytest.param("a: {x: 1}\nb: {x: 1}\n", {"a": {"x": 1}, "b": {"x": 1}}, id="one key in two mappings"),
        pytest.param(f'a: "{"[" * 999}"\n', {"a": "[" * 999}, id="brackets in quotes are no nesting"),
        pytest.param(f"# {'-' * 999}\na: b\n", {"a": "b"}, id="a line of dashes is no nesting"),
        pytest.param(f"a: >\n{' ' * 999}far right\n", {"a": "far right\n"}, id="a deep margin is no nesting"),
    ],
)
def test_read(tmp_path: Path, content: str, mapping: dict[Any, Any]) -> None:
    """Plain YAML is read as it stands."""
    assert Document(written(tmp_path, content)).mapping() == mapping


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param("id: a\nname: b\nid: c\n", 3, "id: is given twice", id="a field given twice"),
        pytest.param("id: a\nid: a\n", 2, "id: is given twice", id="twice with one value"),
        pytest.param("a: b\nc:\n  d: 1\n  e: 2\n  d: 3\n", 5, "d: is given twice", id="twice in a nested mapping"),
        pytest.param("a:\n  - {b: 1, c: 2}\n  - {b: 1, b: 2}\n", 3, "b: is given twice", id="twice on one line"),
        pytest.param("id: a\n'id': b\n", 2, "id: is given twice", id="twice, once in quotes"),
        pytest.param("id: a\nNO: b\n", 2, f"NO: {NO_NAME}", id="NO as a name"),
        pytest.param("id: a\nNO: b\nno: c\n", 2, f"NO: {NO_NAME}", id="two spellings of one YAML boolean"),
        pytest.param("a:\n  - b: 1\n    on: 2\n", 3, f"on: {NO_NAME}", id="on as a name in a list of mappings"),
        pytest.param("a: {1999: b}\n", 1, f"1999: {NO_NAME}", id="a year as a name"),
        pytest.param("a: 1\n2026-01-02: b\n", 2, f"2026-01-02: {NO_NAME}", id="a date as a name"),
        pytest.param("a: 1\n~: b\n", 2, f"~: {NO_NAME}", id="nothing as a name"),
        pytest.param("id: &x a\n", 1, ANCHOR, id="an anchor"),
        pytest.param("a: [1, &x 2]\n", 1, ANCHOR, id="an anchor in a list"),
        pytest.param("a: 1\n&x b: 2\n", 2, ANCHOR, id="an anchor on a key"),
        pytest.param("a: 1\nb: !!str &x text\n", 2, ANCHOR, id="an anchor behind a tag"),
        pytest.param("a: 1\nb: &-x 2\n", 2, ANCHOR, id="an anchor that begins with a hyphen"),
        pytest.param("{a: 1, ?&x b: 2}\n", 1, ANCHOR, id="an anchor behind a question mark"),
        pytest.param("\ufeff\ufeff&x a: 1\n", 1, ANCHOR, id="an anchor behind a second byte order mark"),
        pytest.param("a: 1\nb: *x\n", 2, ANCHOR, id="an alias"),
        pytest.param("a: 1\nb: *-x\n", 2, ANCHOR, id="an alias that begins with a hyphen"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", 1, ANCHOR, id="a merge"),
        pytest.param(ALIAS_BOMB, 2, ANCHOR, id="an alias bomb"),
        pytest.param("", 1, NO_MAPPING, id="nothing"),
        pytest.param("# to be written\n", 1, NO_MAPPING, id="a comment alone"),
        pytest.param("null\n", 1, NO_MAPPING, id="null"),
        pytest.param("- a: b\n- c: d\n", 1, NO_MAPPING, id="a list"),
        pytest.param("an ordinary sentence\n", 1, NO_MAPPING, id="a text"),
        pytest.param("id: a\n---\nid: b\n", 2, "is no valid YAML: but found another document", id="several documents"),
        pytest.param("id: a\nname: [b\n", 3, "is no valid YAML: ", id="a bracket that is never closed"),
        pytest.param("id: a\nname: b: c\n", 2, "is no valid YAML: ", id="a colon in a text without quotes"),
        pytest.param("id: a\n\tname: b\n", 2, "is no valid YAML: ", id="a tab as indentation"),
        pytest.param("id: a\nname: @b\n", 2, "is no valid YAML: ", id="a reserved character"),
        pytest.param("{a: b}: c\n", 1, "is no valid YAML: ", id="a mapping as a key"),
        pytest.param("id: a\nrun: !!python/name:os.system\n", 2, "is no valid YAML: ", id="a Python object"),
        pytest.param("id: a\nname: !ours b\n", 2, "is no valid YAML: ", id="a tag nobody knows"),
        pytest.param("id: a\nname: !!bool b\n", 1, ODD, id="a tag that does not fit its boolean"),
        pytest.param("id: a\nname: !!int b\n", 1, ODD, id="a tag that does not fit its number"),
        pytest.param("id: a\nname: !!timestamp b\n", 1, ODD, id="a tag that does not fit its date"),
        pytest.param(
            "id: a\nreviewed_on: 2026-02-30\n", 2, "2026-02-30 is no date of the calendar", id="a date no calendar has"
        ),
        pytest.param("a:\n  - {b: 1}\n  - {b: 2026-13-01}\n", 3, "2026-13-01 is no date ", id="a month no year has"),
        pytest.param(b"id: a\nname: caf\xe9\n", 2, "is not UTF-8; save it as UTF-8", id="Latin-1"),
        pytest.param("id: a\n".encode("utf-16"), 1, "is not UTF-8; save it as UTF-8", id="UTF-16"),
        pytest.param("id: a\nname: b\x00c\n", 1, "is no valid YAML: ", id="a control character"),
        pytest.param(
            "a: " + "x" * LARGEST_FILE, 1, "is larger than 1,048,576 bytes; one entry a file", id="too large a file"
        ),
        pytest.param(f"a: {'[' * 5_000}{']' * 5_000}\n", 1, TOO_DEEP, id="thousands of brackets"),
        pytest.param(f"a: {'[' * 200_000}\n", 1, TOO_DEEP, id="brackets never closed"),
        pytest.param("a: b\nc: " + "{d: " * 5_000, 2, TOO_DEEP, id="thousands of braces"),
        pytest.param("a: b\nc:\n  " + "- " * 5_000 + "d\n", 3, TOO_DEEP, id="thousands of dashes"),
        pytest.param("? a\n: " + "- " * 5_000 + "b\n", 2, TOO_DEEP, id="thousands of dashes behind a colon"),
        pytest.param("? a\n: " + "? " * 5_000 + "b\n", 2, TOO_DEEP, id="thousands of question marks"),
    ],
)
def test_refuse(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    """What is no plain mapping is refused with the line and the reason."""
    with pytest.raises(UnreadableError) as caught:
        Document(written(tmp_path, content)).mapping()

    assert (caught.value.line, str(caught.value)[: len(message)]) == (line, message)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"# {']' * 60_000}\nb: {'[' * 60_000}{']' * 60_000}\n", id="closed in a comment"),
        pytest.param(f'a: "{"]" * 60_000}"\nb: {"[" * 60_000}{"]" * 60_000}\n', id="closed in a text"),
        pytest.param("a: b\rc:\r" + "- " * 120_000 + "d\r", id="line breaks of an old Macintosh"),
        pytest.param("a: b\u2028c:\u2028" + "- " * 120_000 + "d\n", id="line breaks of Unicode"),
        pytest.param("\ufeff\ufeff" + "- " * 120_000 + "d\n", id="a second byte order mark"),
        pytest.param("? a\n: " + "- " * 120_000 + "b\n", id="behind a colon"),
    ],
)
def test_refuse_hidden_depth(tmp_path: Path, content: str) -> None:
    """Nesting that is not seen at a glance is refused, and does not end the process."""
    path = written(tmp_path, content)
    program = (
        "import sys; from pathlib import Path; from bot.knowledge.reading import Document, UnreadableError\n"
        "try: Document(Path(sys.argv[1])).mapping()\n"
        "except UnreadableError as error: print(error)"
    )

    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert (done.returncode, done.stdout.strip()) == (0, TOO_DEEP)


def brackets(levels: int) -> str:
    """Lists in lists, in a mapping."""
    return f"a: {'[' * (levels - 1)}{']' * (levels - 1)}\n"


def pairs(levels: int) -> str:
    """Lists of one pair each, so that a bracket opens two levels."""
    lists, rest = divmod(levels - 1, 2)
    return f"a: {'[b: ' * lists}{'[' * rest}{']' * rest}{']' * lists}\n"


def dashes(levels: int) -> str:
    """Lists in lists on one line, in a mapping."""
    return f"a:\n{'- ' * (levels - 1)}b\n"


def staircase(levels: int) -> str:
    """Mappings and lists in turn, a column to the right every second level."""
    return "".join(f"{' ' * (level // 2)}{'-' if level % 2 else 'a:'}\n" for level in range(levels))


def mixed(levels: int) -> str:
    """Half by dashes, half by brackets."""
    half = (levels - 1) // 2
    return f"a:\n{'- ' * half}{'[' * (levels - 1 - half)}{']' * (levels - 1 - half)}\n"


@pytest.mark.parametrize("nested", [brackets, pairs, dashes, staircase, mixed])
def test_deepest(tmp_path: Path, nested: Callable[[int], str]) -> None:
    """The limit of depth holds to the level, counted with the file's own mapping, however a level is written."""
    assert list(Document(written(tmp_path, nested(DEEPEST))).mapping()) == ["a"]
    with pytest.raises(UnreadableError, match=TOO_DEEP):
        Document(written(tmp_path, nested(DEEPEST + 1))).mapping()


def test_largest(tmp_path: Path) -> None:
    """A file of just the largest size is read."""
    path = written(tmp_path, "a: " + "x" * (LARGEST_FILE - 3))

    assert len(Document(path).mapping()["a"]) == LARGEST_FILE - 3


@pytest.mark.parametrize("name", [pytest.param("gone.yml", id="no file"), pytest.param(".", id="a folder")])
def test_cannot_be_read(tmp_path: Path, name: str) -> None:
    """What the system cannot open is refused like any other file, never with the system's own error."""
    with pytest.raises(UnreadableError, match=r"^cannot be read: .+"):
        Document(tmp_path / name).mapping()


TOKENS = st.sampled_from(
    [
        *("a", "b", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "#", " #", "'", '"', "|", ">", "\\", "%", "@", "`"),
        *("&a ", "*a", "=", "<<", "~", "1", "1:30", "2026-01-02", ".nan", "NO", "---\n", "...\n", "\n", "\n  ", "\n\t"),
        *("\x00", "\x85", "\u2028", "\ufeff", "é", "\U0001f600"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(content=st.lists(TOKENS, max_size=40).map(lambda tokens: "".join(tokens).encode()) | st.binary(max_size=80))
def test_any_file(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Any file is either a mapping or refused with a line that it has."""
    path = written(tmp_path_factory.getbasetemp(), content)

    lines = len(content.decode(errors="replace").splitlines())
    try:
        line, said = 1, Document(path).mapping() is not None
    except UnreadableError as error:
        line, said = error.line, str(error) != ""

    assert said
    assert 1 <= line <= lines + 1


TEXT = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.sampled_from("\n\t"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None)
@given(mapping=st.dictionaries(TEXT, VALUES, max_size=5))
def test_write_and_read(tmp_path_factory: pytest.TempPathFactory, mapping: dict[str, Any]) -> None:
    """What is written can be read, and is the same: ``NO``, ``&`` and line breaks are put in quotes."""
    path = written(tmp_path_factory.getbasetemp(), write_yaml(mapping))

    assert Document(path).mapping() == mapping


def test_write_keeps_order() -> None:
    """Fields are written in the order they come, in the letters they have."""
    assert write_yaml({"name": "Röntgen", "aliases": ["x"], "id": "a"}) == "name: Röntgen\naliases:\n- x\nid: a\n"


PLACES = """\
id: versus

rows:
  - feature: Weight
    cells:
      widget: Heavy
      no: Light
  - feature: Length
    cells: {widget: Long,
            gadget: Short}
codes:
  dicom: MR
7: seven
"""


@pytest.mark.parametrize(
    ("field", "line"),
    [
        pytest.param((), 1, id="the file as a whole"),
        pytest.param(("id",), 1, id="the first field"),
        pytest.param(("rows",), 3, id="a list: where its name stands"),
        pytest.param(("rows", 0), 4, id="an item"),
        pytest.param(("rows", 0, "cells", "widget"), 6, id="a field in a mapping in an item"),
        pytest.param(("rows", 0, "cells", "no"), 7, id="a field by its text, whatever YAML reads it as"),
        pytest.param(("rows", 1, "cells", "gadget"), 10, id="a mapping in braces"),
        pytest.param(("codes", "dicom"), 12, id="a field of a nested mapping"),
        pytest.param(("7",), 13, id="a field that is a number"),
        pytest.param(("summary",), 1, id="a field that is missing: the file"),
        pytest.param(("codes", "radlex"), 11, id="a field that is missing: its parent"),
        pytest.param(("rows", 2, "cells"), 3, id="an item past the end: the list"),
        pytest.param(("rows", "feature"), 3, id="a name where there is a list: the list"),
        pytest.param(("codes", "dicom", 0), 12, id="an item where there is a text: the text"),
    ],
)
def test_line_of(tmp_path: Path, field: tuple[str | int, ...], line: int) -> None:
    """A field is found on its line, or its nearest parent is."""
    assert Document(written(tmp_path, PLACES)).line_of(field) == line


def _leaves(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The places of the leaves of a nested value."""
    match value:
        case dict():
            return [leaf for name, inner in value.items() for leaf in _leaves(inner, (*at, name))]
        case list():
            return [leaf for number, inner in enumerate(value) for leaf in _leaves(inner, (*at, number))]
        case _:
            return [at]


SHAPES = st.recursive(
    st.just("leaf"),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(st.sampled_from("abcde"), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(shape=st.dictionaries(st.sampled_from("vwxyz"), SHAPES, min_size=1), top=st.integers(0, 3))
def test_line_of_every_leaf(tmp_path_factory: pytest.TempPathFactory, shape: dict[str, Any], top: int) -> None:
    """In any file with a value a line, each value is found on the line where it stands."""
    text = "# comment\n" * top + write_yaml(shape)
    path = written(tmp_path_factory.getbasetemp(), text)
    with_values = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("leaf")]

    assert [Document(path).line_of(leaf) for leaf in _leaves(shape)] == with_values

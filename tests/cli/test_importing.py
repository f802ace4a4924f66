"""``reading-room import``: a dry run tells what each row comes to; with a folder, what is new is there, and found."""

import json
import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings

RUNNER = CliRunner()

SOURCE = ("--source-title", "Handbook of the desk", "--source-publisher", "Our Hospital")

TABLE = """\
Question;Answer;Ask;Category
Where are the lockers?;On the second floor.;lockers for new staff;rooms
Where do I sign out [pagers]?;At the desk.;;things
who reads a CT;A radiologist.;;
pt John Smith MRN 12345678;He left.;;
can I give contrast with eGFR 25;No.;;
Where is the canteen?;;;
"""

OUTCOMES = ["new", "new", "answered", "private", "fenced", "broken"]


@pytest.fixture(autouse=True)
def shipped_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in a folder of one's own, so that ``knowledge`` is the shipped pack and no ``.env`` is read."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A table with a row for every outcome but two, as Windows writes it."""
    (tmp_path / "faq.csv").write_text(TABLE, encoding="cp1252", newline="\r\n")
    return "faq.csv"


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run ``reading-room import`` with these arguments."""
    return RUNNER.invoke(app, ["import", *arguments], input=stdin)


def test_a_dry_run(table: str, tmp_path: Path) -> None:
    """Without a folder a table says what each row comes to, how many there are of each, and nothing is written."""
    result = run(table, *SOURCE)
    assert result.exit_code == 0, result.output
    for text in ("where-are-the-lockers", "who-interprets (for ct) answers it already", "has no answer: write one"):
        assert text in result.stdout
    assert "Where do I sign out [pagers]?" in result.stdout
    counts = "6 rows: 2 new, 1 answered, 1 private, 1 fenced, 1 broken."
    assert (
        result.stdout.splitlines()[-1] == f"{counts} Nothing was written: --into FOLDER writes what is new into a pack."
    )
    assert result.stderr == "Columns that are not read: Category.\n"
    assert [path.name for path in tmp_path.iterdir()] == [table]


def test_as_json(table: str) -> None:
    """The same as JSON, with the keys of the contract; of what the gate stops there is a line and no word."""
    result = run(table, "--json", *SOURCE)
    told = json.loads(result.stdout)
    assert list(told) == ["rows", "counts", "written", "elsewhere"]
    assert [list(row) for row in told["rows"]] == [["line", "question", "id", "outcome", "detail"]] * 6
    assert [row["outcome"] for row in told["rows"]] == OUTCOMES
    assert [row["line"] for row in told["rows"]] == [2, 3, 4, 5, 6, 7]
    private = {"line": 5, "question": None, "id": None, "outcome": "private"}
    assert told["rows"][3] == private | {"detail": "seems to hold a name and a record number: take that out"}
    expected = {"new": 2, "answered": 1, "close": 0, "clash": 0, "private": 1, "fenced": 1, "broken": 1}
    assert (told["counts"], told["written"]) == (expected, [])
    assert "Smith" not in result.output


def test_into_a_pack(table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a folder what is new is in it, is found once the folder is served, and is there already the next time."""
    (tmp_path / "ours").mkdir()
    result = run(table, "--into", "ours", "--owner", "The desk", *SOURCE)
    assert result.exit_code == 0, result.output
    last = result.stdout.splitlines()[-1]
    assert last.endswith("2 written into ours, 4 not, for the reasons above. KNOWLEDGE_PATH does not name ours.")
    ids = {"where-are-the-lockers", "where-do-i-sign-out-pagers"}
    written = {path.relative_to(tmp_path / "ours").as_posix() for path in (tmp_path / "ours").rglob("*.yml")}
    assert written == {f"{name}/{file}.yml" for name in ids for file in (name, "sources")}
    monkeypatch.setenv("KNOWLEDGE_PATH", "knowledge:ours")
    asked = json.loads(RUNNER.invoke(app, ["ask", "--json", "where can I sign out a pager"]).stdout)
    assert asked["faq"] == "where-do-i-sign-out-pagers"
    again = run(table, "--into", "ours", *SOURCE)
    assert again.stdout.splitlines()[-1].endswith("0 written into ours, 6 not, for the reasons above.")


def test_pasted_text_comes_in(tmp_path: Path) -> None:
    """Responses of Slackbot are read from a file or from what comes in, and what stands before them is counted."""
    pasted = "Slackbot\nWhen someone says:\nlockers, where are the lockers?\nSlackbot responds:\n*Floor* 2 :wave:\n"
    (tmp_path / "pasted.txt").write_text(pasted)
    results = [run("pasted.txt", "--json", *SOURCE), run("-", "--json", *SOURCE, stdin=pasted)]
    for result in results:
        (row,) = json.loads(result.stdout)["rows"]
        assert (row["line"], row["question"], row["outcome"]) == (2, "where are the lockers?", "new")
        assert result.stderr == "Lines before the first question that are not read: 1.\n"


def test_a_source_is_needed(table: str) -> None:
    """Without a source, of its own or of the file, no row is new, and each is told how to get one."""
    rows = json.loads(run(table, "--json").stdout)["rows"]
    assert [row["outcome"] for row in rows][:2] == ["broken", "broken"]
    assert "needs a source, which lacks a title and a publisher" in rows[0]["detail"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["nowhere.csv"], "nowhere.csv cannot be read: No such file or directory", id="no file"),
        pytest.param(["."], ". cannot be read: Is a directory", id="a folder"),
        pytest.param(["bare.csv"], "the file's first line must name its columns", id="no columns"),
        pytest.param(["empty.txt"], "the file has no questions in it", id="empty"),
        pytest.param(["faq.csv", "--into", "nowhere"], "nowhere is no folder; make it first", id="no such pack"),
    ],
)
def test_what_cannot_be_done(table: str, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    """What cannot be read or written is told in a sentence, with exit code 2."""
    (tmp_path / "bare.csv").write_text("Where?,Here.\n")
    (tmp_path / "empty.txt").write_text("\n")
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert not (tmp_path / "nowhere").exists()


def test_what_it_does_to_other_questions(tmp_path: Path) -> None:
    """What the check of the packs would find afterwards is told with file and line, and in JSON."""
    subjects = "locker badge scrubs payslip pager rota canteen printer".split()
    asks = ("where is the {}", "who repairs the {}", "when is the {} due", "does the {} cost anything")
    pasted = "\n".join(f"{ask.format(subject)} → {ask} {subject}." for subject in subjects for ask in asks)
    result = run("-", "--json", *SOURCE, stdin=pasted)
    elsewhere = json.loads(result.stdout)["elsewhere"]
    told = result.stderr.splitlines()
    head = ["With the new questions there, reading-room check finds wrong what was right before:"]
    assert told == (head + elsewhere if elsewhere else [])


def test_nothing_imported_is_logged(table: str, caplog: pytest.LogCaptureFixture) -> None:
    """What is in the file reaches no log, at whatever level."""
    with caplog.at_level(logging.DEBUG):
        run(table, *SOURCE)
    assert not any(word in caplog.text for word in ("locker", "pager", "Smith", "canteen"))

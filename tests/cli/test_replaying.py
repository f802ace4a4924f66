"""``reading-room replay``: what an operator sees of an export, and that nothing else does."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.knowledge.channels import CAP, HOLD_SECONDS
from tests.core.exporting import DAY, Json, reply, said, ts, write_export

RUNNER = CliRunner()

SAID = [
    said(0, "how long does an MRI take?"),
    said(60, "what is the difference between CT and MRI?"),
    reply(70, 60, "zyxomatic, I would say"),
    said(120, "who reads the scans?"),
    said(180, "what is a\nDEXA \u202escan?\x1b"),
    said(240, "how long does an MRI take?", edited={"user": "U0ROBIN", "ts": ts(250)}),
    said(300, "pt Quorvexil, MRN 12345678, how long does the MRI take?"),
    said(360, "can we give contrast, eGFR is 25?"),
    said(420, "who took the blimfraster?"),
    said(480, "see you at lunch"),
]

UNTOLD = ("zyxomatic", "Quorvexil", "12345678", "blimfraster", "lunch")
"""What stands in the export and is neither a line nor quoted anywhere."""


@pytest.fixture
def export(no_environment: None, tmp_path: Path) -> Path:
    """An export with a day in #radiology, in the folder in which the command runs."""
    return write_export(tmp_path / "export.zip", {DAY: SAID, "radiology/2026-03-04.json": b"[{ zyxomatic"})


def run(*arguments: str | Path) -> Result:
    """Run ``reading-room replay``."""
    return RUNNER.invoke(app, ["replay", *map(str, arguments)])


def as_json(*arguments: str | Path) -> Json:
    """What ``replay --json`` prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    printed: Json = json.loads(result.stdout)
    return printed


def test_json(export: Path) -> None:
    """One object, with the keys of the contract in their order, and no text of anybody."""
    printed = as_json(export, "--channel", "#radiology")
    lines = printed.pop("lines")
    assert list(printed.items()) == [
        ("channel", "radiology"), ("messages", 9), ("questions", 8), ("private", 1), ("fenced", 1), ("abstained", 1),
        ("would_answer", 3),
    ]  # fmt: skip
    assert {tuple(line) for line in lines} == {("ts", "reference", "outcome", "matched_on", "score")}
    assert [(line["ts"], line["reference"], line["outcome"]) for line in lines] == [
        (ts(0), "question:scan-duration:mri", "watched"),
        (ts(60), "compared:ct,mri", "replied"),
        (ts(120), "question:who-interprets:", "watched"),
        (ts(180), "short:dxa", "watched"),
        (ts(240), "question:scan-duration:mri", "changed"),
    ]
    assert lines[0]["matched_on"] == ["how long", "MRI", "take"]
    assert 0 < lines[0]["score"] <= 100
    told = json.dumps(printed | {"lines": lines})
    assert not [message["text"] for message in SAID if message["text"] in told]
    assert not [word for word in UNTOLD if word in told]


def test_the_table(export: Path) -> None:
    """A line for each, in UTC and in one line each; a sentence with the counts; nothing that a terminal would obey."""
    result = run(export, "--channel", "radiology")
    assert result.exit_code == 0
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│" in line]
    assert rows[0] == [
        "2026-03-03 12:00", "how long does an MRI take?", "How long does a scan take? (MRI)", "how long, MRI, take",
        "would have been answered",
    ]  # fmt: skip
    said_of = [row[1:3] for row in rows if row[0]]
    assert said_of[1:4] == [
        ["what is the difference between CT and MRI?", "CT vs MRI"],
        ["who reads the scans?", "Who interprets the images?"],
        ["what is a DEXA scan?", "Dual-energy x-ray absorptiometry (DXA)"],
    ]
    assert result.stdout.splitlines()[-1] == (
        "#radiology: 9 messages in 1 day (9.0 a day), 8 of the form of a question: 1 stopped by the privacy gate, "
        "1 about somebody's care, 1 not sure enough, 5 sure (would have been answered: 3; a person replied first: 1; "
        "edited or deleted by the asker: 1)."
    )
    assert not [word for word in UNTOLD if word in result.output]


def test_what_could_not_be_read_is_told(export: Path) -> None:
    """Beside the result, where it spoils no JSON; it quotes nothing."""
    assert run(export, "--channel", "radiology", "--json").stderr == (
        "radiology/2026-03-04.json is left out: it is no valid JSON.\n"
    )


def test_markup_is_not_obeyed(no_environment: None, tmp_path: Path) -> None:
    """What people write in brackets or between colons is printed as they wrote it."""
    path = write_export(tmp_path / "export.zip", {DAY: [said(0, ":eyes: how long does an [mri] take?")]})
    assert ":eyes: how long does an [mri] take?" in run(path, "--channel", "radiology").stdout


@pytest.mark.parametrize(
    ("messages", "sentence"),
    [
        pytest.param([], "#radiology: nobody wrote anything.", id="nothing"),
        pytest.param(
            [said(0, "hi"), said(86_400, "hi")],
            "#radiology: 2 messages in 2 days (1.0 a day), 0 of the form of a question: 0 stopped by the privacy gate, "
            "0 about somebody's care, 0 not sure enough, 0 sure.",
            id="nothing to answer",
        ),
    ],
)
def test_without_a_line(no_environment: None, tmp_path: Path, messages: list[Json], sentence: str) -> None:
    """No table is drawn then."""
    path = write_export(tmp_path / "export.zip", {DAY: messages})
    assert run(path, "--channel", "radiology").stdout == f"{sentence}\n"


def test_options(export: Path) -> None:
    """A shorter hold, a lower cap and a later first day are heeded."""
    lines = as_json(export, "--channel", "radiology", "--hold", "15", "--cap", "1", "--since", "2026-03-03")["lines"]
    assert [line["outcome"] for line in lines] == ["watched", "replied", "capped", "capped", "changed"]
    assert as_json(export, "--channel", "radiology", "--since", "2026-03-04")["messages"] == 0


def test_the_help_tells_the_defaults() -> None:
    """They are a channel's own."""
    told = " ".join(run("--help").stdout.replace("│", " ").split())
    assert f"How long people have to answer first; {HOLD_SECONDS} by default." in told
    assert f"Answers an hour at most; {CAP} by default." in told


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param(["export.zip", "--channel", "radiolgy"], "did you mean #radiology?", id="another channel"),
        pytest.param(["exprt.zip", "--channel", "radiology"], "exprt.zip cannot be read", id="no file"),
        pytest.param(["nothing.zip", "--channel", "radiology"], "nothing.zip is no zip", id="no zip"),
        pytest.param(["export.zip"], "--channel", id="no channel"),
        pytest.param(["export.zip", "--channel", "radiology", "--hold", "14"], "--hold", id="too short a hold"),
        pytest.param(["export.zip", "--channel", "radiology", "--cap", "61"], "--cap", id="too many an hour"),
        pytest.param(["export.zip", "--channel", "radiology", "--since", "March"], "--since", id="no day"),
    ],
)
def test_what_cannot_be_replayed_is_said(export: Path, tmp_path: Path, arguments: list[str], why: str) -> None:
    """In a sentence that says what to type instead."""
    (tmp_path / "nothing.zip").write_bytes(b"nothing")
    result = run(*arguments)
    assert result.exit_code == 2
    assert why in result.stderr


def test_nothing_is_logged(export: Path, caplog: pytest.LogCaptureFixture) -> None:
    """At no level, and with none of the words."""
    with caplog.at_level(logging.DEBUG):
        assert run(export, "--channel", "radiology").exit_code == 0
    words = {word for message in SAID for word in str(message["text"]).split() if len(word) > 3}
    assert not [word for word in words if word in caplog.text]


WATCH = """\
import os, sys

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise SystemExit(f"{path} was opened to be written")
    if event in {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "socket.connect", "sqlite3.connect"}:
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(watch)
from bot.cli import app
app()
"""
"""Runs the command, and ends it where it opens anything to write, or connects to anything."""


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["table", "json"])
def test_nothing_is_written(export: Path, tmp_path: Path, root: Path, options: list[str]) -> None:
    """No file is opened to be written, none is made, and nothing is connected to: the interpreter would tell."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    arguments = ["replay", str(export), "--channel", "radiology", *options]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(root)}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", WATCH, *arguments],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "radiology" in done.stdout
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_watch_sees(tmp_path: Path, root: Path) -> None:
    """A file that is opened to be written ends the command."""
    program = WATCH.replace("from bot.cli import app\napp()", "open('kept.txt', 'w')")
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stderr == "kept.txt was opened to be written\n"

"""``reading-room eval``: look-ups measured on tables, here of a few rows of our own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

RUNNER = CliRunner()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to put tables in; the shipped pack is the one measured."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KNOWLEDGE_PATH", raising=False)
    return tmp_path


def write(path: Path, *rows: str) -> None:
    """Write a table; a space between two columns stands for the tab."""
    path.write_text("".join(f"{row.replace(' ', chr(9))}\n" for row in rows), "utf-8")


def measured(folder: Path) -> dict[str, dict[str, object]]:
    """What ``eval --json`` prints."""
    result = RUNNER.invoke(app, ["eval", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    tables: dict[str, dict[str, object]] = json.loads(result.stdout)
    return tables


def test_every_verdict(folder: Path) -> None:
    """Right, asked with and without the entry meant, missed and wrong are told apart; asking counts half."""
    write(
        folder / "synonyms.tsv",
        "typed intended",
        "MRI mri",
        "DR digital-radiography",
        "DR MRI",
        "qqqqqqqq MRI",
        "CT MRI",
    )
    radiology = ["diagnostic-radiology", "digital-radiography"]
    assert measured(folder)["synonyms.tsv"] == {
        "rows": 5,
        "right": 1,
        "asked": 1,
        "asked_without": 1,
        "missed": 1,
        "wrong": 1,
        "fenced": 0,
        "untold": 0,
        "passed": 0.3,
        "not_right": [
            {"typed": "DR", "meant": "digital-radiography", "verdict": "asked", "got": radiology},
            {"typed": "DR", "meant": "MRI", "verdict": "asked without", "got": radiology},
            {"typed": "qqqqqqqq", "meant": "MRI", "verdict": "missed", "got": []},
            {"typed": "CT", "meant": "MRI", "verdict": "wrong", "got": ["ct"]},
        ],
    }


def test_a_name_that_the_pack_lacks_is_never_right(folder: Path) -> None:
    """A row whose intended name resolves to nothing counts against us, not as passed."""
    write(folder / "typos.tsv", "typed intended edit_type", "CT qqqqqqqq swap")
    assert measured(folder)["typos.tsv"]["wrong"] == 1


def test_only_active_acquisition_codes_count(folder: Path) -> None:
    """Retired codes and those of other context groups are left out; a code and its meaning are a row each."""
    write(folder / "dicom_modalities.tsv", "code meaning cids retired", "CT CT 29 no", "XX XX 33 no", "CS CS 29 yes")
    codes = measured(folder)["dicom_modalities.tsv"]
    assert (codes["rows"], codes["right"]) == (2, 2)


def test_an_abbreviation_is_measured_where_the_pack_has_the_sense(folder: Path) -> None:
    """Offering the sense is right, since the other senses are real; a sense that the pack lacks is no row."""
    columns = "abbr imaging_expansions other_expansions ambiguous"
    write(folder / "abbreviations.tsv", columns, "PT PET|qqqqqqqq x clinical", "ZZ qqqqqqqq x clinical")
    abbreviations = measured(folder)["abbreviations.tsv"]
    assert (abbreviations["rows"], abbreviations["right"], abbreviations["passed"]) == (1, 1, 1.0)


def test_an_abbreviation_with_other_senses_in_a_hospital_has_to_say_so(folder: Path) -> None:
    """A card that answers one is not right unless it tells of the others; senses of the literature need no word."""
    columns = "abbr imaging_expansions other_expansions ambiguous"
    rows = ("PT PET physiotherapy clinical", "SPECT SPECT x clinical", "HRCT HRCT x literature", "DR DR x clinical")
    write(folder / "abbreviations.tsv", columns, *rows)
    abbreviations = measured(folder)["abbreviations.tsv"]
    assert abbreviations["not_right"] == [{"typed": "SPECT", "meant": "SPECT", "verdict": "untold", "got": ["spect"]}]


def test_a_name_that_is_only_close_is_no_name(folder: Path) -> None:
    """What a row means has to be named exactly: a guess about it is no measure."""
    write(folder / "synonyms.tsv", "typed intended", "mammography mamography")
    assert measured(folder)["synonyms.tsv"]["wrong"] == 1


def rows_of(path: Path, *rows: tuple[str, ...]) -> None:
    """Write a table whose cells have spaces."""
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def test_questions_are_measured_twice(folder: Path) -> None:
    """As somebody asks who addresses the bot, and as a channel would get them unasked."""
    rows_of(
        folder / "questions.tsv",
        ("text", "label", "alt_labels", "kb_terms"),
        ("How long does a CT take?", "scan_duration", "", ""),
        ("mri duration", "none", "scan_duration", ""),
        ("What is a DEXA scan?", "none", "", "DXA"),
        ("Who reads the scans?", "printing_3d", "", ""),
        ("What is a mouse?", "none", "", ""),
        ("is the weather nice", "risks_of_imaging", "", ""),
        ("can we give contrast, eGFR is 25", "risks_of_imaging", "", ""),
        ("pt John Smith MRN 12345678", "risks_of_imaging", "", ""),
    )
    tables = measured(folder)
    addressed, unasked = tables["questions.tsv"], tables["questions.tsv unasked"]
    assert [addressed[name] for name in ("rows", "right", "missed", "wrong", "fenced")] == [8, 4, 1, 1, 2]
    assert addressed["not_right"] == [
        {"typed": "Who reads the scans?", "meant": "printing-3d", "verdict": "wrong", "got": ["who-interprets"]},
        {"typed": "is the weather nice", "meant": "risks-of-imaging", "verdict": "missed", "got": []},
        {"typed": "can we give contrast, eGFR is 25", "meant": "risks-of-imaging", "verdict": "fenced", "got": []},
        {"typed": "pt John Smith MRN 12345678", "meant": "risks-of-imaging", "verdict": "fenced", "got": []},
    ]
    assert [unasked[name] for name in ("rows", "right", "wrong")] == [3, 2, 1]


def test_any_answer_to_chatter_is_wrong(folder: Path) -> None:
    """What nobody asked of the bot is counted, and told where it was answered."""
    rows_of(folder / "chatter.tsv", ("text", "category"), ("see you later", "x"), ("How long does a CT take?", "x"))
    chatter = measured(folder)["chatter.tsv unasked"]
    assert (chatter["rows"], chatter["right"], chatter["wrong"]) == (2, 1, 1)


def test_the_tables_name_every_row_that_is_not_right(folder: Path) -> None:
    """In the terminal too."""
    write(folder / "synonyms.tsv", "typed intended", "MRI mri", "CT MRI")
    result = RUNNER.invoke(app, ["eval", str(folder)])
    assert result.exit_code == 0
    assert "50.0%" in result.output
    assert "wrong" in result.output.splitlines()[-2]


@pytest.mark.parametrize(
    ("columns", "said"),
    [(None, "has nothing to measure on"), ("typed meant", "must also name intended")],
    ids=["no table", "a column missing"],
)
def test_what_cannot_be_measured_is_said(folder: Path, columns: str | None, said: str) -> None:
    """A folder without tables, or a table without a column, gets a sentence that says what is wanted."""
    if columns:
        write(folder / "synonyms.tsv", columns)
    result = RUNNER.invoke(app, ["eval", str(folder)])
    assert result.exit_code == 2
    assert said in result.output

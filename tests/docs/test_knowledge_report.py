"""``docs/knowledge_report.py``: the report tells what the pack holds."""

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType

import pytest

from bot.knowledge.pack import Pack
from bot.names import Kind


@pytest.fixture(scope="module")
def program(root: Path) -> ModuleType:
    """The program, which stands beside the page it writes."""
    spec = importlib.util.spec_from_file_location("knowledge_report", root / "docs" / "knowledge_report.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat imports pkg_resources, which warns of its end
        spec.loader.exec_module(module)
    return module


def test_it_tells_of_the_pack(pack: Pack, program: ModuleType) -> None:
    """Every kind is counted, every code of DICOM is there, and the hardest words are within the limit."""
    report = program.report(pack)
    for kind in Kind:
        number = sum(entry.kind is kind for entry in pack.entries.values())
        assert f"| {kind.plural} | {number} |" in report
    assert "| 29, acquisition modality | 51 of 51 | none |" in report
    assert "| 33, modality | 74 of 74 | none |" in report
    assert pack.revision in report


def test_cross_reads_are_of_todays_figures(pack: Pack, program: ModuleType) -> None:
    """A figure that has changed since it was held against its source has not been read."""
    rows = program.cross_reads()
    today = program.figures(pack)
    changed = {
        f"{row.entry}: {row.field}": f"was read as {row.figures}: have it read anew, or take the row out"
        for row in rows
        if today.get((row.entry, row.field)) != row.figures
    }
    assert changed == {}
    assert len({(row.entry, row.field) for row in rows}) == len(rows)
    assert all((row.readers or row.in_part) and row.figures for row in rows)
    assert not any(set(row.readers) & set(row.in_part) for row in rows)


def test_every_dose_was_read_by_two_others(pack: Pack, program: ModuleType) -> None:
    """No dose is shown that its author alone has read."""
    twice = {row.entry for row in program.cross_reads() if row.field == "dose_msv" and len(set(row.readers)) > 1}
    doses = {record for record, field in program.figures(pack) if field == "dose_msv"}
    assert doses
    assert doses - twice == set()


def test_it_is_a_page_of_the_docs(root: Path, readme: str, pack: Pack, program: ModuleType) -> None:
    """The page is that of today's pack (``make knowledge-report`` writes it), and the README leads to it."""
    assert (root / "docs" / "knowledge.md").read_text("utf-8") == program.report(pack)
    assert "(docs/knowledge.md)" in readme


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """The README."""
    return (root / "README.md").read_text("utf-8")

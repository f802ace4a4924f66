"""The benchmarks run; what they come to is no matter of tests."""

import re
import subprocess
import sys
from pathlib import Path


def test_a_quick_run_prints_a_ratio_for_each_row(root: Path) -> None:
    """Every line people may quote has its ratio, and nothing is written."""
    page = root / "docs" / "benchmarks.md"
    before = page.read_bytes() if page.exists() else None
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--no-write"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    for line in ("MRI", "flouroscopy", "hovercraft maintenance"):
        assert _ratios(run.stdout, rf"`{line}` .*"), f"{line}: in process"
    for line in (
        "/modality MRI",
        "/modality flouroscopy",
        "/compare DR IR",
        "/compare CT vs MRI",
        "/modality hovercraft.*",
    ):
        for clients in (1, 16, 64):
            assert _ratios(run.stdout, rf"`{line}` [^|]*\| +{clients} \|.*"), f"{line}: {clients} clients over HTTP"
    for name in ("WRatio", "token_sort_ratio", "tantivy fuzzy", "SQLite FTS5 trigram", "symspellpy"):
        assert _ratios(run.stdout, rf"{name} .*"), f"{name}: matching alone"
    for cost in ("privacy gate, a question", "understanding a question", "a mention, all but Slack's calls"):
        assert re.search(rf"^\| {cost} +\| +\d+ \| +\d+ \|", run.stdout, re.MULTILINE), cost
    for step in ("signature verified", "card taken from the rack, as JSON", "together, without HTTP"):
        assert re.search(rf"^\| {step} +\| +\d+\.\d", run.stdout, re.MULTILINE), step
    assert (page.read_bytes() if page.exists() else None) == before


def _ratios(printed: str, row: str) -> list[str]:
    """The ratios in the rows of the tables that begin so."""
    return re.findall(rf"^\| {row}\*\*(\d+\.\d+)\*\*", printed, re.MULTILINE)

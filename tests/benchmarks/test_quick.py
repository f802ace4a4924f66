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
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    for line in ("/modality MRI", "/modality flouroscopy", "/compare DR IR", "/compare CT vs MRI"):
        rows = re.findall(rf"^\| `{line}` .*\*\*\d+\.\d+\*\*", run.stdout, re.MULTILINE)
        assert len(rows) == 2, f"{line}: one client and sixteen"
    for kind in ("exact look-up", "fuzzy look-up", "not found"):
        rows = re.findall(rf"^\| `.*` \({kind}\) .*\*\*\d+\.\d+\*\*", run.stdout, re.MULTILINE)
        assert len(rows) == 3, f"{kind}: over HTTP twice, in process once"
    assert (page.read_bytes() if page.exists() else None) == before

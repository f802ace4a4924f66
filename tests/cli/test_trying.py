"""``reading-room try``: what a newcomer does first, as they do it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("prefix", ["", "rr-"])
def test_a_first_session(root: Path, tmp_path: Path, prefix: str) -> None:
    """Typed lines become cards, a number clicks a button, and leaving is clean, with nothing but Python."""
    lines = f"/{prefix}modality MRI\n/{prefix}compare DR IR\n2\nhello\n999\nquit\n"
    session = subprocess.run(
        [sys.executable, "-m", "bot", "try", "--terminal", "--no-open"],
        input=lines, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
        env=os.environ | {"KNOWLEDGE_PATH": str(root / "knowledge"), "COMMAND_PREFIX": prefix, "COLUMNS": "80"},
    )  # fmt: skip
    assert session.returncode == 0, session.stderr
    assert "Reading Room listens on http://127.0.0.1:" in session.stdout
    assert "│ Magnetic resonance imaging (MRI)  " in session.stdout
    assert "│ Diagnostic radiology (DR) vs Interventional radiology (IR)  " in session.stdout
    assert "│ Magnetic resonance imaging (MRI): in plain words  " in session.stdout
    assert "Traceback" not in session.stdout + session.stderr
    assert session.stdout.rstrip().endswith("Goodbye.")


def test_a_broken_pack_does_not_start(tmp_path: Path) -> None:
    """A broken pack is told with file, line and field, before anything listens."""
    (tmp_path / "bad.yml").write_text("id: bad\nkind: teapot\n")
    session = subprocess.run(
        [sys.executable, "-m", "bot", "try"], input="", capture_output=True, text=True, timeout=60, check=False,
        cwd=tmp_path, env=os.environ | {"KNOWLEDGE_PATH": str(tmp_path)},
    )  # fmt: skip
    assert session.returncode == 1
    assert f"{tmp_path / 'bad.yml'}:2: kind: must be one of" in session.stderr
    assert "Reading Room listens" not in session.stdout

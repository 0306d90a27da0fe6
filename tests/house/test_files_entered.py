"""One bill enters few files from upload to webhook: what a newcomer has to open to follow it."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house.entered import files_entered
from tests.house.source import ROOT

MAX_FILES_ENTERED = 110
"""The first bill of a process, caches empty. 156 before the modules of one subject were merged."""


def entered_faults(files: Sequence[str], limit: int) -> list[str]:
    """The count and the files, if there are more than ``limit``."""
    return [f"{len(files)} files entered", *files] if len(files) > limit else []


def test_one_bill_enters_few_files() -> None:
    traced = subprocess.run(
        [sys.executable, "-m", "tests.house.entered"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'layers/billhook/python'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    files = [line for line in traced.stdout.splitlines() if line.endswith(".py")]

    assert "layers/billhook/python/billhook/extraction/pipeline/pipeline.py" in files
    assert entered_faults(files, MAX_FILES_ENTERED) == []


def test_entered_faults_over_the_limit_names_the_files() -> None:
    assert entered_faults(["a.py", "b.py"], 1) == ["2 files entered", "a.py", "b.py"]


def test_files_entered_counts_called_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "called_by_act.py").write_text("import imported_by_act\n\n\ndef act(): ...\n")
    (tmp_path / "imported_by_act.py").write_text("class Unused:\n    limit = 1\n")
    monkeypatch.syspath_prepend(tmp_path)

    def act() -> None:
        __import__("called_by_act").act()

    assert files_entered(act, tmp_path, ("called", "imported")) == ["called_by_act.py"]

"""Extraction seldom calls from one file into another: a stage asks the one below for much at once."""

from collections import Counter
from pathlib import Path

import pytest

from tests.house.crossings import crossings, extract_one_bill

MAX_CROSSINGS = 1607
"""Half of the 3,214 calls between files before extraction had stages."""

SHOWN = 5


def crossing_faults(found: Counter[tuple[str, str]], limit: int) -> list[str]:
    """The count and the busiest pairs of files, if there are more crossings than ``limit``."""
    busiest = [f"{before} -> {after}: {count}" for (before, after), count in found.most_common(SHOWN)]
    return [f"{found.total()} crossings, at most {limit}", *busiest] if found.total() > limit else []


def test_one_bill_crosses_few_files() -> None:
    assert crossing_faults(extract_one_bill(), MAX_CROSSINGS) == []


def test_crossing_faults_over_the_limit_names_the_pairs() -> None:
    found = Counter({("a.py", "b.py"): 2, ("b.py", "c.py"): 1})

    assert crossing_faults(found, 3) == []
    assert crossing_faults(found, 2) == ["3 crossings, at most 2", "a.py -> b.py: 2", "b.py -> c.py: 1"]


def test_crossings_count_calls_between_files_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "called_deep.py").write_text(
        "def answer(_=None):\n    return _inside()\n\n\ndef _inside():\n    return 0\n"
    )
    (tmp_path / "called_first.py").write_text(
        "import called_deep\n\n\ndef act():\n    called_deep.answer()\n    sorted([1, 2], key=called_deep.answer)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    act = __import__("called_first").act

    assert crossings(act, tmp_path) == {("called_first.py", "called_deep.py"): 3}
    assert crossings(act, tmp_path / "elsewhere") == {}

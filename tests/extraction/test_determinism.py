"""The same file is the same bill in every process: nothing hangs on the order of a set, which each process shuffles."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
UNDECIDED = """
from billhook.domain.bill import Commodity
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.resolve.classification import Commodities
from tests.extraction.pages import annotated_rows
doc = annotated_rows({40: "Your account", -500: "12"})
commodities = Commodities(collect_candidates(doc))
print(commodities.of_quantity(None, doc.layout.cells[0], frozenset(Commodity)))
"""
BILLS = """
from billhook.extraction.pipeline.pipeline import extract
from tests.bills import held_out
for seed in (30, 76):
    print(extract(held_out.bill(seed).reading).model_dump_json())
"""


def output_of(code: str, hash_seed: int) -> str:
    env = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    run = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, check=True, text=True)
    return run.stdout


def test_extract_of_ambiguous_quantity_is_equal_in_each_process() -> None:
    assert len({output_of(UNDECIDED, hash_seed) for hash_seed in (1, 2, 3)}) == 1


def test_extract_of_two_services_is_equal_for_any_hash_seed() -> None:
    first, second = output_of(BILLS, 1), output_of(BILLS, 2)

    assert len(first.splitlines()) == 2
    assert first == second

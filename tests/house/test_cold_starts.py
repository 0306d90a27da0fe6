"""What a function imports: a handler neither AWS clients nor adapters, and its first use case only its own adapters.

Nothing here is timed; ``bench/cold_starts.py`` measures.
"""

import json
import subprocess
import sys
from collections.abc import Iterable

import pytest

from bench import cold_starts
from tests.house.source import ROOT

FUNCTIONS = {path.parent.name for path in ROOT.glob("functions/*/handler.py")}
READERS = {"parse_document", "finish_reading"}

LATER = ("billhook.adapters", "billhook.extraction", "botocore.session", "cryptography", "jwt")
"""Loaded with the first event that needs it, not with a handler."""

NEVER = (
    *("billhook.cli", "billhook.local"),
    *("boto3", "s3transfer", "typer", "rich", "numpy", "PIL", "pypdfium2", "pypdfium2_raw", "rapidocr", "babel"),
)
"""Has no place in the process of a function: tools of a person's machine, and what only the sandboxed child loads."""


def loaded_by(codes: Iterable[str]) -> set[str]:
    """The modules of a fresh interpreter that runs ``codes``, with the environment of a function."""
    code = "; ".join([*codes, "import sys, json; print(json.dumps(sorted(sys.modules)))"])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=cold_starts.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def found(modules: Iterable[str], unwanted: tuple[str, ...]) -> list[str]:
    """The modules that are, or lie below, an unwanted one."""
    return [module for module in sorted(modules) if any(f"{module}.".startswith(f"{name}.") for name in unwanted)]


def test_cold_starts_are_measured_for_every_function() -> None:
    assert cold_starts.FIRST_USE.keys() == FUNCTIONS


def test_handlers_import_neither_adapters_nor_aws_clients() -> None:
    handlers = loaded_by(cold_starts.imported(function) for function in sorted(FUNCTIONS))

    assert {f"functions.{function}.handler" for function in FUNCTIONS} <= handlers
    assert found(handlers, LATER + NEVER) == []


def test_first_use_case_of_a_reader_imports_no_tool_of_the_child() -> None:
    assert found(loaded_by(map(cold_starts.ready, sorted(READERS))), NEVER) == []


def test_first_use_case_of_other_functions_imports_no_extraction() -> None:
    ready = loaded_by(map(cold_starts.ready, sorted(FUNCTIONS - READERS)))

    assert "botocore.session" in ready
    assert (
        found(ready, (*NEVER, "billhook.extraction", "billhook.adapters.sandbox", "billhook.adapters.textract_reader"))
        == []
    )


@pytest.mark.parametrize("module", ["boto3", "boto3.session"])
def test_found_sees_a_module_and_what_lies_below_it(module: str) -> None:
    assert found(["boto", "boto3x", module], NEVER) == [module]

"""Small files, small functions.

A file holds one subject. Its limit leaves room for that, since a bill enters at most 110 files.
"""

import ast
from collections.abc import Iterable

from tests.house.source import Source, everything, planted

FILE, HANDLER, FUNCTION = 400, 120, 60
WIRING = ("container", "ports", "stores")
"""The modules of ``runtime/`` that build use cases: a use case needs no line there, a port a method."""
MAX_WIRING = 423


def faults(source: Source) -> list[str]:
    """What of ``source`` is too long."""
    found = []
    length = len(source.text.splitlines())
    limit = HANDLER if source.path.startswith("functions/") else FILE
    if length > limit:
        found.append(f"{source.path}: {length} lines, at most {limit}")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                found.append(f"{source.path}:{node.lineno} {node.name} has {lines} lines, at most {FUNCTION}")
    return found


def wiring_faults(wiring: Iterable[Source]) -> list[str]:
    """The lines of ``wiring`` together, if there are more than ``MAX_WIRING``."""
    lines = sum(len(source.text.splitlines()) for source in wiring)
    return [f"{lines} lines of wiring, at most {MAX_WIRING}"] if lines > MAX_WIRING else []


def test_files_and_functions_are_small() -> None:
    assert [fault for source in everything() for fault in faults(source)] == []


def test_wiring_is_small() -> None:
    wiring = [source for source in everything() if source.module in {f"billhook.runtime.{name}" for name in WIRING}]

    assert len(wiring) == len(WIRING)
    assert wiring_faults(wiring) == []


def test_wiring_faults_sees_a_line_too_many() -> None:
    full = planted("x = 1\n" * MAX_WIRING, "layers/billhook/python/billhook/runtime/ports.py")
    container = planted("x = 1\n", "layers/billhook/python/billhook/runtime/container.py")

    assert wiring_faults([full]) == []
    assert wiring_faults([full, container]) == [f"{MAX_WIRING + 1} lines of wiring, at most {MAX_WIRING}"]


def test_size_faults_sees_a_long_file() -> None:
    assert len(faults(planted("x = 1\n" * 401, "infra/stack.py"))) == 1


def test_size_faults_sees_a_long_handler() -> None:
    assert len(faults(planted("x = 1\n" * 121, "functions/api/handler.py"))) == 1


def test_size_faults_sees_a_long_function() -> None:
    long = "def f():\n" + "    x = 1\n" * 60

    assert faults(planted(long, "infra/stack.py")) == ["infra/stack.py:1 f has 61 lines, at most 60"]

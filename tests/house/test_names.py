"""File names: one verb per use case, no catch-all modules, a module docstring."""

import ast
import re

import pytest

from tests.house.source import Source, everything, planted, sources

DRAWERS = {"utils", "util", "common", "helpers", "helper", "shared", "misc", "tools", "stuff", "base"}
USE_CASES = "layers/billhook/python/billhook/usecases"


def drawer_faults(source: Source) -> list[str]:
    """Folders and files with a catch-all name."""
    parts = set(source.module.split("."))
    return [f"{source.path}: {name!r} says nothing" for name in sorted(parts & DRAWERS)]


def docstring_faults(source: Source) -> list[str]:
    if not source.text.strip() or ast.get_docstring(source.tree):
        return []
    return [f"{source.path}: say at the top what this file is for"]


def use_case_faults(source: Source) -> list[str]:
    """Why the file lacks the frozen dataclass of its name, with a ``__call__`` unless it is an internal step.

    ``queries`` holds several small use cases.
    """
    if source.is_package:
        return []
    classes = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    if source.name == "queries":
        return [f"{source.path}: {node.name} is not a frozen dataclass" for node in classes if not _is_frozen(node)]
    expected = "".join(part.capitalize() for part in source.name.split("_"))
    named = [node for node in classes if _is_callable(node)]
    if ".steps." in source.module:
        named = [node for node in classes if node.name == expected]
    if [node.name for node in named] != [expected]:
        return [f"{source.path}: wants one use case, class {expected}, has {[node.name for node in named]}"]
    return [] if _is_frozen(named[0]) else [f"{source.path}: {expected} is not a frozen dataclass"]


def _is_callable(node: ast.ClassDef) -> bool:
    return any(isinstance(part, ast.FunctionDef) and part.name == "__call__" for part in node.body)


def _is_frozen(node: ast.ClassDef) -> bool:
    return any(re.fullmatch(r"dataclass\(.*frozen=True.*\)", ast.unparse(part)) for part in node.decorator_list)


def test_file_names_are_specific() -> None:
    assert [fault for source in everything() for fault in drawer_faults(source)] == []


def test_files_have_module_docstrings() -> None:
    assert [fault for source in everything() for fault in docstring_faults(source)] == []


def test_use_case_files_are_named_after_their_class() -> None:
    assert [fault for source in sources(USE_CASES) for fault in use_case_faults(source)] == []


def test_drawer_faults_sees_a_catch_all_name() -> None:
    assert drawer_faults(planted("", "layers/billhook/python/billhook/wire/utils.py"))
    assert drawer_faults(planted("", "infra/common/queue.py"))


def test_docstring_faults_sees_a_missing_docstring() -> None:
    assert docstring_faults(planted("import os\n", "infra/queue.py"))


@pytest.mark.parametrize(
    "text",
    [
        "class Other:\n    def __call__(self): ...",
        "@dataclass\nclass GetJob:\n    def __call__(self): ...",
        "@dataclass(frozen=True)\nclass GetJob:\n    def run(self): ...",
        "@dataclass(frozen=True)\nclass GetJob:\n    def __call__(self): ...\nclass Two:\n    def __call__(self): ...",
    ],
)
def test_use_case_faults_sees_a_wrong_class(text: str) -> None:
    assert len(use_case_faults(planted(text, f"{USE_CASES}/get_job.py"))) == 1

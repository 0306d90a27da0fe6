"""Every module of domain, extraction and use cases has a test file of its name; tests borrow nothing of each other."""

from pathlib import Path

from tests.house.source import ROOT, Source, planted, sources

PACKAGE = "layers/billhook/python/billhook"
MIRRORED = ("domain", "extraction", "usecases")


def file_of_tests(source: Source) -> str:
    """``billhook.extraction.text.dates`` is tested by ``tests/extraction/text/test_dates.py``."""
    folder, _, name = source.module.removeprefix("billhook.").rpartition(".")
    return f"tests/{folder.replace('.', '/')}/test_{name}.py"


def mirror_faults(found: tuple[Source, ...], root: Path) -> list[str]:
    """Modules without a test file of their name; an ``__init__`` is part of its package."""
    wanted = {source.path: file_of_tests(source) for source in found if not source.is_package}
    return [f"{path}: no {test}" for path, test in wanted.items() if not (root / test).is_file()]


def test_modules_have_a_test_file_of_their_name() -> None:
    mirrored = sources(*(f"{PACKAGE}/{layer}" for layer in MIRRORED))

    assert mirror_faults(mirrored, ROOT) == []


def test_rule_names_the_missing_test_file(tmp_path: Path) -> None:
    dates = planted("", f"{PACKAGE}/extraction/text/dates.py")

    assert mirror_faults((dates,), tmp_path) == [f"{dates.path}: no tests/extraction/text/test_dates.py"]


def borrowed(found: tuple[Source, ...]) -> list[str]:
    """Imports from test modules: what two of them need has a module of its own."""
    return [
        f"{source.path}:{line}: {name}"
        for source in found
        for line, name in source.imports
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[:-1])
    ]


def test_tests_import_no_test_module() -> None:
    assert borrowed(sources("tests")) == []


def test_rule_names_the_import_from_a_test_module() -> None:
    planted_test = planted("from tests.domain.test_job import closed", "tests/domain/test_split.py")

    assert borrowed((planted_test,)) == ["tests/domain/test_split.py:1: tests.domain.test_job.closed"]

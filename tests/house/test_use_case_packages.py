"""Use cases lie in ranked packages: a package imports only lower ones and has few public modules."""

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.house.source import Source, planted, sources

ROOT = "layers/billhook/python/billhook/usecases"
MODULE = "billhook.usecases."
STEPS = "steps"
RANKS = {
    "access": 0,
    "companies": 1,
    "intake": 1,
    "jobs": 1,
    "processing": 1,
    "documents": 2,
    "delivery": 3,
    "destinations": 4,
    "maintenance": 4,
}
"""Packages of equal rank do not import each other."""

MAX_PUBLIC_MODULES = 15
"""Modules of a package without those of its steps."""

MAX_UNTYPED_DICTS = 10
UNTYPED_DICT = "dict[str, Any]"


def package_of(module: str) -> str:
    """``billhook.usecases.jobs.steps.settle_job`` -> ``jobs``; empty for the root package."""
    return module.removeprefix(MODULE).split(".")[0] if module.startswith(MODULE) else ""


def rank_faults(source: Source) -> list[str]:
    """Imports of a package of equal or higher rank, steps included."""
    package = package_of(source.module)
    if not package:
        return []
    if package not in RANKS:
        return [f"{source.path}: give the package {package!r} a rank in tests/house/test_use_case_packages.py"]
    used = [(line, name) for line, name in source.imports if name.startswith(MODULE)]
    return [f"{source.path}:{line} may not import {name}" for line, name in used if not _may(package, package_of(name))]


def _may(importer: str, imported: str) -> bool:
    return importer == imported or RANKS.get(imported, 99) < RANKS[importer]


def size_faults(files: Iterable[Source]) -> list[str]:
    """Packages with more than MAX_PUBLIC_MODULES modules outside steps."""
    public = (source for source in files if not source.is_package and f".{STEPS}." not in source.module)
    counts = Counter(package_of(source.module) for source in public)
    return [f"{package}: {count} public modules" for package, count in counts.items() if count > MAX_PUBLIC_MODULES]


def count_of_untyped_dicts(files: Iterable[Source]) -> int:
    return sum(source.text.count(UNTYPED_DICT) for source in files)


def test_packages_import_only_lower_ranks() -> None:
    assert [fault for source in sources(ROOT) for fault in rank_faults(source)] == []


def test_packages_have_few_public_modules() -> None:
    assert size_faults(sources(ROOT)) == []


def test_use_cases_have_few_untyped_dicts() -> None:
    assert count_of_untyped_dicts(sources(ROOT)) <= MAX_UNTYPED_DICTS


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{ROOT}/access/create_key.py", "from billhook.usecases.jobs.queries import GetJob"),
        (f"{ROOT}/intake/create_drop.py", "from billhook.usecases.jobs.queries import GetJob"),
        (f"{ROOT}/jobs/queries.py", "def f():\n    from billhook.usecases.documents.queries import GetDocument"),
        (f"{ROOT}/documents/queries.py", "from ..delivery import queries"),
        (f"{ROOT}/maintenance/sweep.py", "import billhook.usecases.destinations.queries"),
        (f"{ROOT}/processing/parse_document.py", "from billhook.usecases.jobs.steps.settle_job import SettleJob"),
        (f"{ROOT}/jobs/steps/settle_job.py", "from billhook.usecases.documents.steps import hide_document"),
        (f"{ROOT}/reports/print_report.py", ""),
    ],
)
def test_rank_faults_against_the_rank_has_the_import(path: str, text: str) -> None:
    assert len(rank_faults(planted(text, path))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{ROOT}/delivery/publish_events.py", "from billhook.usecases.jobs.steps.settle_job import SettleJob"),
        (f"{ROOT}/jobs/queries.py", "from billhook.usecases.jobs.steps.settle_job import SettleJob"),
        (f"{ROOT}/__init__.py", ""),
    ],
)
def test_rank_faults_of_a_lower_rank_has_none(path: str, text: str) -> None:
    assert rank_faults(planted(text, path)) == []


def test_size_faults_counts_public_modules_without_steps() -> None:
    full = [planted("", f"{ROOT}/jobs/case_{number}.py") for number in range(MAX_PUBLIC_MODULES)]
    uncounted = [planted("", f"{ROOT}/jobs/steps/settle_job.py"), planted("", f"{ROOT}/jobs/__init__.py")]

    assert size_faults([*full, *uncounted]) == []
    assert size_faults([*full, planted("", f"{ROOT}/jobs/one_more.py")]) == ["jobs: 16 public modules"]


def test_count_of_untyped_dicts_counts_each() -> None:
    text = f"def f(value: {UNTYPED_DICT}) -> {UNTYPED_DICT}: ..."

    assert count_of_untyped_dicts([planted(text, f"{ROOT}/jobs/queries.py")]) == 2

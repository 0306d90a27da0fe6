"""Extraction is a row of ranked stages: a stage imports only lower ones, in short chains and without circles."""

from collections.abc import Iterable
from functools import cache

import pytest

from tests.house.source import Source, planted, sources

ROOT = "layers/billhook/python/billhook/extraction"
MODULE = "billhook.extraction."
STAGES = {
    "data": 0,
    "text": 1,
    "machine_readable": 2,
    "layout": 2,
    "language": 3,
    "annotate": 4,
    "candidates": 5,
    "segment": 6,
    "resolve": 6,
    "build": 7,
    "validate": 8,
    "pipeline": 9,
}
LONGEST_CHAIN = 12
"""Files that import each other in a row: what a reader has to hold in mind at the worst."""


def stage_of(module: str) -> str:
    """``billhook.extraction.text.dates`` -> ``text``; the package itself -> the last stage."""
    return module.removeprefix(MODULE).split(".")[0] if module.startswith(MODULE) else "pipeline"


def stage_faults(source: Source) -> list[str]:
    """Imports against the rank of a stage."""
    stage = stage_of(source.module)
    if stage not in STAGES:
        return [f"{source.path}: give the stage {stage!r} a rank in tests/house/test_stages.py"]
    used = [(line, name) for line, name in source.imports if name.startswith(MODULE)]
    return [f"{source.path}:{line} may not import {name}" for line, name in used if not _may(stage, stage_of(name))]


def _may(above: str, below: str) -> bool:
    return above == below or STAGES.get(below, 99) < STAGES.get(above, 0)


def imports_within(files: Iterable[Source]) -> dict[str, set[str]]:
    """The modules that each module imports, among ``files``."""
    modules = {source.module: source for source in files}
    return {
        name: {target for _, used in source.imports for target in (used, used.rpartition(".")[0]) if target in modules}
        - {name}
        for name, source in modules.items()
    }


def longest_chain(imports: dict[str, set[str]]) -> list[str]:
    """The longest chain of modules that import each other; raises ValueError for a circle."""

    @cache
    def chain(module: str) -> tuple[str, ...]:
        if module in open_modules:
            raise ValueError(f"circle through {module}")
        open_modules.add(module)
        longest: tuple[str, ...] = max(map(chain, sorted(imports[module])), key=len, default=())
        open_modules.remove(module)
        return (module, *longest)

    open_modules: set[str] = set()
    longest: tuple[str, ...] = max(map(chain, sorted(imports)), key=len, default=())
    return list(longest)


def chain_faults(imports: dict[str, set[str]]) -> list[str]:
    """The longest chain of modules, if it has more than ``LONGEST_CHAIN``; raises ValueError for a circle."""
    chain = longest_chain(imports)
    return chain if len(chain) > LONGEST_CHAIN else []


def test_stages_import_only_lower_stages() -> None:
    assert [fault for source in sources(ROOT) for fault in stage_faults(source)] == []


def test_chains_of_imports_are_short() -> None:
    assert chain_faults(imports_within(sources(ROOT))) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{ROOT}/text/dates.py", "from billhook.extraction.layout.lines import Cell"),
        (f"{ROOT}/layout/lines.py", "from billhook.extraction.language.region import language_of"),
        (f"{ROOT}/build/usage.py", "def f():\n    from billhook.extraction.validate.checks import checks"),
        (f"{ROOT}/magic/wand.py", ""),
    ],
)
def test_rule_sees_an_import_against_the_rank(path: str, text: str) -> None:
    assert len(stage_faults(planted(text, path))) == 1


def test_rule_sees_a_circle() -> None:
    with pytest.raises(ValueError, match="circle"):
        longest_chain({"a": {"b"}, "b": {"c"}, "c": {"a"}})


def test_rule_measures_a_chain() -> None:
    assert longest_chain({"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": set()}) == ["a", "b", "c"]


def test_rule_sees_a_chain_that_is_too_long() -> None:
    files = [planted(f"import m{number + 1}", f"m{number}.py") for number in range(LONGEST_CHAIN)]
    last = planted("", f"m{LONGEST_CHAIN}.py")

    assert len(chain_faults(imports_within([*files, last]))) == LONGEST_CHAIN + 1
    assert chain_faults(imports_within([*files[1:], last])) == []

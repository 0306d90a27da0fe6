"""Imports go down only; every module has a rank; functions and infra see only what they may."""

import pytest

from tests.house.source import Source, planted, product

RANKS = {
    "names": 0,
    "settings": 1,
    "domain": 2,
    "extraction": 3,
    "wire": 3,
    "ports": 4,
    "usecases": 5,
    "adapters": 6,
    "runtime": 7,
    "local": 8,
    "cli": 9,
}
"""cli imports local (``billhook up``, ``billhook read``); equal ranks do not see each other."""

OURS = {"billhook", "functions", "infra"}
FUNCTIONS_SEE = {"runtime", "usecases", "wire", "domain", "names", "__version__"}
INFRA_SEES = {"names", "settings"}


def layer_of(module: str) -> str:
    """The first part below ``billhook``: ``billhook.domain.job`` -> ``domain``; the package itself -> ``""``."""
    return module.removeprefix("billhook").lstrip(".").split(".")[0]


def faults(source: Source) -> list[str]:
    """Every import of ``source`` that goes the wrong way, and its own lack of a rank."""
    home = source.module.split(".", 1)[0]
    if home == "billhook" and layer_of(source.module) not in {*RANKS, ""}:
        return [f"{source.path}: give {layer_of(source.module)!r} a rank in tests/house/test_layers.py"]
    seen = [(line, name) for line, name in source.imports if name.split(".", 1)[0] in OURS]
    return [f"{source.path}:{line} may not import {name}" for line, name in seen if not _may(source, name)]


def _may(source: Source, name: str) -> bool:
    home, target = source.module.split(".", 1)[0], name.split(".", 1)[0]
    if home == "infra":
        return target == "infra" or (target == "billhook" and layer_of(name) in INFRA_SEES)
    if home == "app":
        return target == "infra"
    if home == "functions":
        own_folder = ".".join(source.module.split(".")[:2])
        return name.startswith(f"{own_folder}.") or (target == "billhook" and layer_of(name) in FUNCTIONS_SEE)
    if target != "billhook":
        return False
    above, below = layer_of(source.module), layer_of(name)
    return above == below or below in {"", "__version__"} or RANKS.get(below, 99) < RANKS.get(above, 0)


def test_imports_go_down_only() -> None:
    assert [fault for source in product() for fault in faults(source)] == []


def test_functions_import_from_their_own_folder_only() -> None:
    handler = planted("from functions.sweep.handler import handler", "functions/api/handler.py")

    assert faults(handler) == ["functions/api/handler.py:1 may not import functions.sweep.handler.handler"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("layers/billhook/python/billhook/domain/job.py", "from billhook.ports import Jobs"),
        ("layers/billhook/python/billhook/domain/job.py", "from billhook import ports"),
        ("layers/billhook/python/billhook/wire/job.py", "import billhook.extraction.rules"),
        ("layers/billhook/python/billhook/extraction/rules/due.py", "from billhook.wire import values"),
        (
            "layers/billhook/python/billhook/usecases/jobs/queries.py",
            "def f():\n    from billhook.adapters import clock",
        ),
        ("layers/billhook/python/billhook/local/cloud.py", "from billhook.cli import client"),
        ("layers/billhook/python/billhook/usecases/jobs/queries.py", "from ...adapters.dynamodb import keys"),
        ("layers/billhook/python/billhook/runtime/http.py", "import functions.api.handler"),
        ("functions/deliver/handler.py", "from billhook.adapters import clock"),
        ("functions/deliver/handler.py", "from billhook.settings import Settings"),
        ("infra/stack.py", "from billhook.domain.ids import derived"),
        ("app.py", "from billhook import names"),
    ],
)
def test_layer_faults_sees_an_upward_import(path: str, text: str) -> None:
    assert len(faults(planted(text, path))) == 1


def test_layer_faults_needs_a_rank_for_a_new_module() -> None:
    newcomer = planted("", "layers/billhook/python/billhook/magic/wand.py")

    assert "give 'magic' a rank" in faults(newcomer)[0]

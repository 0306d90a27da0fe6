"""The container builds use cases from the types of their fields, with what a function's settings provide."""

import ast
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

from billhook.ports.clock import Clock
from billhook.ports.files import Files
from billhook.ports.queues import ParseQueue
from billhook.runtime.container import Container
from billhook.settings import FUNCTION_SETTINGS, Settings, SettingsError
from tests.house.source import ROOT

PLACEHOLDERS = {"allowed_hosts": "", "dispatcher_role": "arn:aws:iam::111122223333:role/dispatcher"}
FUNCTIONS = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))


def settings_of(function: str) -> Settings:
    """Exactly the settings of a deployed function, with placeholders for values."""
    return Settings(**{name: PLACEHOLDERS.get(name, "1") for name in FUNCTION_SETTINGS[function]})


def use_cases_of(function: str) -> list[type]:
    """The classes that a function's modules import from ``billhook.usecases`` and ask the container for."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "functions" / function).glob("*.py")):
        found |= _asked_for(path)
    return [getattr(import_module(module), name) for name, module in sorted(found.items())]


def _asked_for(path: Path) -> dict[str, str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("billhook.usecases")
        for alias in node.names
    }
    asked = {
        argument.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _is_lookup(call.func)
        for argument in call.args
        if isinstance(argument, ast.Name)
    }
    return {name: imported[name] for name in asked & imported.keys()}


def _is_lookup(function: ast.expr) -> bool:
    return (isinstance(function, ast.Attribute) and function.attr == "get") or (
        isinstance(function, ast.Name) and function.id == "use_case"
    )


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.setenv(name, "eu-west-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_container_builds_every_use_case_of_a_function(function: str) -> None:
    container = Container(settings_of(function))
    use_cases = use_cases_of(function)

    assert use_cases
    assert [kind for kind in use_cases if not isinstance(container.get(kind), kind)] == []


@dataclass(frozen=True)
class CountParts:
    clock: Clock
    limit: int = 3


@dataclass(frozen=True)
class NestParts:
    inner: CountParts
    clock: Clock


@dataclass(frozen=True)
class NeedNumber:
    number: int


def test_container_builds_nested_parts_once() -> None:
    container = Container(Settings())

    nested = container.get(NestParts)

    assert nested.inner is container.get(CountParts)
    assert nested.clock is nested.inner.clock
    assert nested.inner.limit == 3


def test_container_names_the_missing_setting() -> None:
    with pytest.raises(SettingsError, match="BILLHOOK_BUCKET"):
        Container(Settings()).get(Files)
    with pytest.raises(SettingsError, match="BILLHOOK_PARSE_QUEUE"):
        Container(Settings()).get(ParseQueue)


def test_container_refuses_a_field_without_a_port() -> None:
    with pytest.raises(TypeError, match="neither a use case nor a port"):
        Container(Settings()).get(NeedNumber)

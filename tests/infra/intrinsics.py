"""CloudFormation templates as values: what ``Ref``, ``Sub``, ``GetAtt`` and the like come to, in a made-up account."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Reads ``!Ref x`` as ``{"Ref": "x"}`` and ``!Sub x`` as ``{"Fn::Sub": "x"}``."""


def _tagged(loader: yaml.Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    build = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: lambda it: loader.construct_sequence(it, deep=True),
        yaml.MappingNode: lambda it: loader.construct_mapping(it, deep=True),
    }[type(node)]
    value = build(node)
    if suffix == "GetAtt":
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tagged)


def read_yaml(path: Path) -> dict[str, Any]:
    """A template in YAML as the dictionaries that it would be in JSON."""
    template: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return template


def resolved(value: Any, known: Mapping[str, str]) -> Any:
    """``value`` without intrinsics. ``known`` has parameters and pseudo parameters; an attribute that it does not know
    stays readable: ``Inbox.Arn``.
    """
    if isinstance(value, list):
        return [resolved(item, known) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](argument, known)
    return {key: resolved(item, known) for key, item in value.items()}


def _sub(argument: Any, known: Mapping[str, str]) -> str:
    text: str
    text, values = argument if isinstance(argument, list) else (argument, {})
    names = {**known, **{key: resolved(item, known) for key, item in values.items()}}
    for name in {part.split("}")[0] for part in text.split("${")[1:]}:
        text = text.replace("${" + name + "}", str(names.get(name, name)))
    return text


def _get_att(argument: Any, known: Mapping[str, str]) -> str:
    name = ".".join(argument if isinstance(argument, list) else [argument])
    return known.get(name, name)


_FUNCTIONS: dict[str, Callable[[Any, Mapping[str, str]], Any]] = {
    "Ref": lambda argument, known: known.get(argument, argument),
    "Fn::Sub": _sub,
    "Fn::GetAtt": _get_att,
    "Fn::Join": lambda argument, known: argument[0].join(resolved(argument[1], known)),
    "Fn::Split": lambda argument, known: resolved(argument[1], known).split(argument[0]),
    "Fn::Select": lambda argument, known: resolved(argument[1], known)[int(argument[0])],
}

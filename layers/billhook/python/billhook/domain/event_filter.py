"""Which events of the types that it listens to a destination wants: by what single fields of the body hold."""

from collections.abc import Mapping
from typing import Any

Scalar = str | bool | int | None
EventFilter = dict[str, tuple[Scalar, ...]]
"""Accepted values by field; ``info.region`` reaches into an object. All named fields must fit."""


def passes(event_filter: Mapping[str, tuple[Scalar, ...]], body: Mapping[str, Any]) -> bool:
    """Whether ``body`` has one of the accepted values in each field; a field that it lacks is null."""
    return all(_holds(_found(body, path), accepted) for path, accepted in event_filter.items())


def _holds(value: Any, accepted: tuple[Scalar, ...]) -> bool:
    """Of a list any item will do. True is not 1."""
    values = value if isinstance(value, list) else [value]
    return any(type(one) is type(wanted) and one == wanted for one in values for wanted in accepted)


def _found(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value

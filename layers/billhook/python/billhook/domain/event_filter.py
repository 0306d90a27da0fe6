"""Event filter of a destination: accepted values of single fields of the body."""

from collections.abc import Mapping
from typing import Any

Scalar = str | bool | int | None
EventFilter = dict[str, tuple[Scalar, ...]]
"""Accepted values by field; ``info.region`` is a field of an object. All fields must match."""


def passes(event_filter: Mapping[str, tuple[Scalar, ...]], body: Mapping[str, Any]) -> bool:
    """Whether ``body`` has an accepted value in each field; an absent field is null."""
    return all(_holds(_found(body, path), accepted) for path, accepted in event_filter.items())


def _holds(value: Any, accepted: tuple[Scalar, ...]) -> bool:
    """A list matches if any item does. True is not 1."""
    actual = value if isinstance(value, list) else [value]
    return any(type(item) is type(expected) and item == expected for item in actual for expected in accepted)


def _found(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value

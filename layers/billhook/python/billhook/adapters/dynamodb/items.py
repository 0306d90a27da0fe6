"""Domain values as DynamoDB items and back. An attribute has its field's name, so that conditions can use it.

The table holds no floats: decimals are text, times are text of fixed width, and the caller's JSON (``info``) is
stored as JSON text.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import Any, TypeVar

from billhook.adapters.dynamodb.keys import stamp
from billhook.domain.value import Value

V = TypeVar("V", bound=Value)

Attribute = dict[str, Any]
"""One typed value in DynamoDB's notation: ``{"S": "text"}``."""

Item = dict[str, Attribute]

CALLERS_JSON = frozenset({"info"})


def fields_of(value: Value) -> dict[str, Any]:
    """Return the fields of a value that are not None, each as text, int, bool, list or dict."""
    return stored_fields(value, type(value).model_fields)


def stored_fields(value: object, names: Iterable[str]) -> dict[str, Any]:
    """Return the named fields of ``value`` that are not None, each as text, int, bool, list or dict."""
    fields = {name: getattr(value, name) for name in names}
    return {name: _stored(name, field) for name, field in fields.items() if field is not None}


def value_of(model: type[V], fields: Mapping[str, Any]) -> V:
    """Build a value from an item's fields, the inverse of ``fields_of``. Unknown attributes are ignored."""
    return model.model_validate(
        {
            name: json.loads(field) if name in CALLERS_JSON else field
            for name, field in fields.items()
            if name in model.model_fields
        }
    )


def marshalled(fields: Mapping[str, Any]) -> Item:
    """Return ``fields`` with DynamoDB's type tags. Raises TypeError for unsupported types."""
    return {name: attribute(field) for name, field in fields.items()}


def unmarshalled(item: Mapping[str, Attribute]) -> dict[str, Any]:
    """Return an item's fields without type tags, the inverse of ``marshalled``."""
    return {name: _untagged(attribute) for name, attribute in item.items()}


def attribute(value: Any) -> Attribute:
    """Return one value with its type tag. Raises TypeError for unsupported types."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [attribute(item) for item in value]}
    if isinstance(value, dict):
        return {"M": marshalled(value)}
    raise TypeError(f"{type(value).__name__} cannot be stored in the table")


def _untagged(tagged: Attribute) -> Any:
    ((tag, value),) = tagged.items()
    if tag == "NULL":
        return None
    if tag == "N":
        return int(value)
    if tag == "L":
        return [_untagged(item) for item in value]
    return unmarshalled(value) if tag == "M" else value


def _stored(name: str, field: Any) -> Any:
    return json.dumps(field, separators=(",", ":")) if name in CALLERS_JSON else _plain(field)


@singledispatch
def _plain(value: Any) -> Any:
    """Return a field as text, int, bool, list or dict."""
    return value


@_plain.register
def _(value: Value) -> Any:
    """Leave out the defaults of nested values, which keeps heads small."""
    parts = {name: (getattr(value, name), field.default) for name, field in type(value).model_fields.items()}
    return {name: _plain(part) for name, (part, default) in parts.items() if part != default}


@_plain.register
def _(value: Enum) -> Any:
    return value.value


@_plain.register
def _(value: date) -> Any:
    return stamp(value) if isinstance(value, datetime) else value.isoformat()


@_plain.register
def _(value: Decimal) -> Any:
    return str(value)


@_plain.register(dict)
def _(value: Any) -> Any:
    return {name: _plain(part) for name, part in value.items()}


@_plain.register(tuple)
@_plain.register(list)
def _(value: Any) -> Any:
    return [_plain(part) for part in value]

"""Values as items and back. An item's attributes are the value's fields, so that conditions can name them.

Floats never enter the table: decimals are text, times are text of fixed width, and the caller's own JSON
(``info``), which may hold any number, is kept as JSON text.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from typing import Any, TypeVar

from billhook.adapters.dynamodb.keys import stamp
from billhook.domain.value import Value

V = TypeVar("V", bound=Value)

Attribute = dict[str, Any]
"""One typed value as DynamoDB wants it: ``{"S": "text"}``."""

Item = dict[str, Attribute]

CALLERS_JSON = frozenset({"info"})


def fields_of(value: Value) -> dict[str, Any]:
    """The fields of a value that are not None, each as text, int, bool, list or dict."""
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    return {name: _as_kept(name, field) for name, field in fields.items() if field is not None}


def value_of(model: type[V], fields: Mapping[str, Any]) -> V:
    """The value that ``fields_of`` made ``fields`` of; attributes that are no fields of ``model`` are left out."""
    known = {name: field for name, field in fields.items() if name in model.model_fields}
    return model.model_validate(
        {name: json.loads(known[name]) if name in CALLERS_JSON else known[name] for name in known}
    )


def marshalled(fields: Mapping[str, Any]) -> Item:
    """``fields`` with DynamoDB's type marks. Raises TypeError for what has no place in the table."""
    return {name: attribute(field) for name, field in fields.items()}


def unmarshalled(item: Mapping[str, Attribute]) -> dict[str, Any]:
    return {name: _opened(kept) for name, kept in item.items()}


def attribute(value: Any) -> Attribute:
    """One value with its type mark."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [attribute(one) for one in value]}
    if isinstance(value, dict):
        return {"M": marshalled(value)}
    raise TypeError(f"{type(value).__name__} has no place in the table")


def _opened(kept: Attribute) -> Any:
    ((mark, value),) = kept.items()
    if mark == "NULL":
        return None
    if mark == "N":
        return int(value)
    if mark == "L":
        return [_opened(one) for one in value]
    return unmarshalled(value) if mark == "M" else value


def _as_kept(name: str, field: Any) -> Any:
    return json.dumps(field, separators=(",", ":")) if name in CALLERS_JSON else _plain(field)


@singledispatch
def _plain(value: Any) -> Any:
    """A field as text, int, bool, list or dict."""
    return value


@_plain.register
def _(value: Value) -> Any:
    """Parts of a value leave out what is at its default: a head stays small."""
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

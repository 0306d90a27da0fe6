"""Checks JSON against a schema, more strictly than JSON Schema: a property in no schema is a fault."""

import re
from collections.abc import Iterator
from typing import Any

Schemas = dict[str, Any]

_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "integer": int, "number": (int, float), "object": dict, "array": list,
    "null": type(None),
}  # fmt: skip


def faults(value: Any, schema: Any, schemas: Schemas, at: str = "$") -> list[str]:
    """Return every place where ``value`` does not match ``schema``; ``schemas`` resolve its references."""
    return list(_faults(value, schema, schemas, at))


def _faults(value: Any, schema: Any, schemas: Schemas, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _faults(value, schemas[schema["$ref"].rpartition("/")[2]], schemas, at)
        return
    if "anyOf" in schema:
        if all(faults(value, item, schemas, at) for item in schema["anyOf"]):
            yield f"{at}: none of {len(schema['anyOf'])} fits"
        return
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{at}: {value!r} is not {kinds}"
    elif isinstance(value, dict) and "properties" in schema:
        yield from _in_object(value, schema, schemas, at)
    elif isinstance(value, dict) and "additionalProperties" in schema:
        for name, item in value.items():
            yield from _faults(item, schema["additionalProperties"], schemas, f"{at}.{name}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _faults(item, schema["items"], schemas, f"{at}[{position}]")
    elif isinstance(value, str):
        yield from _in_text(value, schema, at)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _in_object(value: dict[str, Any], schema: Any, schemas: Schemas, at: str) -> Iterator[str]:
    yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value)
    for name, item in value.items():
        if name in schema["properties"]:
            yield from _faults(item, schema["properties"][name], schemas, f"{at}.{name}")
        else:
            yield f"{at}.{name} is in no schema"


def _in_text(value: str, schema: Any, at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    values = schema.get("x-extensible-enum")
    if values and value not in values:
        yield f"{at}: {value!r} is none of {values}"

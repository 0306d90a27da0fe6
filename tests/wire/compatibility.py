"""Breaking changes between two versions of a schema: every change except added optional fields.

Old events are replayed from archives, so a new field must be optional; and fields that were required must stay so,
unchanged.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_COMPARED_SEPARATELY = {
    "$schema",
    "$defs",
    "title",
    "description",
    "properties",
    "required",
    "x-extensible-enum",
    "items",
    "anyOf",
}
_NOTHING: Schema = {}


def breaks(old: Schema, new: Schema) -> list[str]:
    """Return every place where ``new`` is not ``old`` with optional fields added."""
    return list(_breaks(old, new, (old.get("$defs", {}), new.get("$defs", {})), "$"))


def _breaks(old: Schema, new: Schema, parts: tuple[Schema, Schema], at: str) -> Iterator[str]:
    old, new = _resolved(old, parts[0]), _resolved(new, parts[1])
    for word in sorted((set(old) | set(new)) - _COMPARED_SEPARATELY):
        if old.get(word) != new.get(word):
            yield f"{at}: {word} was {old.get(word)!r} and is {new.get(word)!r}"
    for value in set(old.get("x-extensible-enum", ())) - set(new.get("x-extensible-enum", ())):
        yield f"{at}: {value!r} is no longer a known value"
    yield from _fields(old, new, parts, at)
    if "items" in old or "items" in new:
        yield from _breaks(old.get("items", _NOTHING), new.get("items", _NOTHING), parts, f"{at}[]")
    if len(old.get("anyOf", ())) != len(new.get("anyOf", ())):
        yield f"{at}: has {len(new.get('anyOf', ()))} alternatives instead of {len(old.get('anyOf', ()))}"
    for before, after in zip(old.get("anyOf", ()), new.get("anyOf", ()), strict=False):
        yield from _breaks(before, after, parts, at)


def _fields(old: Schema, new: Schema, parts: tuple[Schema, Schema], at: str) -> Iterator[str]:
    before, after = old.get("properties", _NOTHING), new.get("properties", _NOTHING)
    for name in sorted(set(before) - set(after)):
        yield f"{at}.{name} was removed"
    for name in sorted(set(before) & set(after)):
        yield from _breaks(before[name], after[name], parts, f"{at}.{name}")
    for name in sorted(set(old.get("required", ())) - set(new.get("required", ()))):
        yield f"{at}.{name} was required and is optional"
    for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
        yield f"{at}.{name} is required, and old events lack it"


def _resolved(schema: Schema, parts: Schema) -> Schema:
    """Resolve a reference."""
    return parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

"""What of a schema breaks those who read by the one before: all but fields that are new and may be missing.

Events of before are replayed from archives, so that a new field must not be required of them; and what was always there
must stay, as it was.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_PROSE = {"$schema", "$defs", "title", "description", "properties", "required", "x-extensible-enum", "items", "anyOf"}
_NOTHING: Schema = {}


def breaks(old: Schema, new: Schema) -> list[str]:
    """Every place where ``new`` is not ``old`` with optional fields added."""
    return list(_breaks(old, new, (old.get("$defs", {}), new.get("$defs", {})), "$"))


def _breaks(old: Schema, new: Schema, parts: tuple[Schema, Schema], at: str) -> Iterator[str]:
    old, new = _meant(old, parts[0]), _meant(new, parts[1])
    for word in sorted((set(old) | set(new)) - _PROSE):
        if old.get(word) != new.get(word):
            yield f"{at}: {word} was {old.get(word)!r} and is {new.get(word)!r}"
    for value in set(old.get("x-extensible-enum", ())) - set(new.get("x-extensible-enum", ())):
        yield f"{at}: {value!r} is no known value any more"
    yield from _fields(old, new, parts, at)
    if "items" in old or "items" in new:
        yield from _breaks(old.get("items", _NOTHING), new.get("items", _NOTHING), parts, f"{at}[]")
    if len(old.get("anyOf", ())) != len(new.get("anyOf", ())):
        yield f"{at}: it may be {len(new.get('anyOf', ()))} things instead of {len(old.get('anyOf', ()))}"
    for before, after in zip(old.get("anyOf", ()), new.get("anyOf", ()), strict=False):
        yield from _breaks(before, after, parts, at)


def _fields(old: Schema, new: Schema, parts: tuple[Schema, Schema], at: str) -> Iterator[str]:
    before, after = old.get("properties", _NOTHING), new.get("properties", _NOTHING)
    for name in sorted(set(before) - set(after)):
        yield f"{at}.{name} is gone"
    for name in sorted(set(before) & set(after)):
        yield from _breaks(before[name], after[name], parts, f"{at}.{name}")
    for name in sorted(set(old.get("required", ())) - set(new.get("required", ()))):
        yield f"{at}.{name} was always there and may be missing"
    for name in sorted(set(new.get("required", ())) - set(old.get("required", ()))):
        yield f"{at}.{name} is required, and events of before do not have it"


def _meant(schema: Schema, parts: Schema) -> Schema:
    """What a reference refers to."""
    return parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

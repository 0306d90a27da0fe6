"""Documents by the flat names of their fields, which are those of their rows."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_type_hints

from billhook.domain.document import Document

_KINDS: dict[str, Any] = {name: kind for name, kind in get_type_hints(Document).items() if is_dataclass(kind)}
_VALUE_OF = {field.name: name for name, kind in _KINDS.items() for field in fields(kind)}
"""The name of the value that has a field."""


def _by_value(flat: dict[str, Any]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The fields of each value, and those of the document itself."""
    parts: dict[str, dict[str, Any]] = {}
    for name, field in flat.items():
        if name in _VALUE_OF:
            parts.setdefault(_VALUE_OF[name], {})[name] = field
    return parts, {name: field for name, field in flat.items() if name not in _VALUE_OF}


def document_with(**flat: Any) -> Document:
    """A document with ``status_reason``, ``sha256``, ``fence`` ... in the values that have them."""
    parts, others = _by_value(flat)
    values: dict[str, Any] = {name: _KINDS[name](**part) for name, part in parts.items()}
    return Document(**values, **others)


def altered(document: Document, **flat: Any) -> Document:
    """``document`` with other values of some fields."""
    parts, others = _by_value(flat)
    values: dict[str, Any] = {name: replace(getattr(document, name), **part) for name, part in parts.items()}
    return replace(document, **values, **others)

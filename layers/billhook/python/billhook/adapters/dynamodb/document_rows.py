"""Documents as flat rows: each field of a document's values is an attribute of its name, and conditions can use it."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from billhook.adapters.dynamodb.items import CALLERS_JSON, stored_fields
from billhook.adapters.dynamodb.table import Fields
from billhook.domain.document import Document

_DOCUMENT = TypeAdapter(Document)
_VALUES = {name: kind for name, kind in get_type_hints(Document).items() if is_dataclass(kind)}
"""The values that a document is composed of, by their names in it."""

ATTRIBUTES = {name: tuple(field.name for field in fields(kind)) for name, kind in _VALUES.items()}
"""The attributes of each value; no two values have a field of the same name."""

_OWN = [field.name for field in fields(Document) if field.name not in _VALUES]
"""The attributes of the document itself."""


def fields_of_document(document: Document) -> Fields:
    """Return the attributes of a document that are not None."""
    whole = stored_fields(document, _OWN)
    for name, attributes in ATTRIBUTES.items():
        whole |= stored_fields(getattr(document, name), attributes)
    return whole


def document_of(row: Mapping[str, Any]) -> Document:
    """Build a document from a row, the inverse of ``fields_of_document``. Unknown attributes are ignored."""
    plain = {name: json.loads(field) if name in CALLERS_JSON else field for name, field in row.items()}
    values = {
        name: {attribute: plain[attribute] for attribute in attributes if attribute in plain}
        for name, attributes in ATTRIBUTES.items()
    }
    return _DOCUMENT.validate_python({**{name: plain[name] for name in _OWN if name in plain}, **values})

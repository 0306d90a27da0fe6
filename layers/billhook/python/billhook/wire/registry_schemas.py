"""Event schemas for the EventBridge schema registry: OpenAPI 3.0, with the body inside AWS's envelope.

IDEs and ``aws schemas`` generate classes from them. OpenAPI 3.0 has neither ``const`` nor lists of types.
"""

from typing import Any

from billhook import names
from billhook.domain.events import EventType
from billhook.wire.event_schemas import event_schemas
from billhook.wire.schemas import Schema

_BODY = "Body"
_LOCAL, _SHARED = "#/$defs/", "#/components/schemas/"
_ENVELOPE: Schema = {
    "version": {"type": "string"},
    "id": {"type": "string"},
    "source": {"type": "string", "description": f"{names.EVENT_SOURCE_PREFIX} and the company's id"},
    "account": {"type": "string"},
    "time": {"type": "string", "format": "date-time"},
    "region": {"type": "string"},
    "resources": {"type": "array", "items": {"type": "string"}},
}


def registry_schemas() -> dict[EventType, Schema]:
    """Return the registry's schema document of each event type."""
    return {kind: _document(kind, schema) for kind, schema in event_schemas().items()}


def _document(kind: EventType, schema: Schema) -> Schema:
    parts = {
        _BODY: {name: part for name, part in schema.items() if not name.startswith("$")},
        **schema.get("$defs", {}),
    }
    return {
        "openapi": "3.0.0",
        "info": {"title": kind.value, "version": "2.0.0"},
        "paths": {},
        "components": {
            "schemas": {"AWSEvent": _event(kind), **{name: _converted(part) for name, part in parts.items()}}
        },
    }


def _event(kind: EventType) -> Schema:
    properties = {
        "detail": {"$ref": _SHARED + _BODY},
        "detail-type": {"type": "string", "enum": [kind.value]},
        **_ENVELOPE,
    }
    return {
        "type": "object",
        "x-amazon-events-detail-type": kind.value,
        "x-amazon-events-source": names.PRODUCT,
        "properties": properties,
        "required": list(properties),
    }


def _converted(value: Any) -> Any:
    """Convert a JSON Schema to OpenAPI 3.0."""
    if isinstance(value, list):
        return [_converted(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {name: _converted(part) for name, part in value.items()}
    if isinstance(plain.get("$ref"), str):
        return {"$ref": plain["$ref"].replace(_LOCAL, _SHARED)}
    if "const" in plain:
        constant = plain.pop("const")
        plain |= {"type": "boolean" if isinstance(constant, bool) else "string", "enum": [constant]}
    if isinstance(plain.get("type"), list):
        (plain["type"],) = (kind for kind in plain["type"] if kind != "null")
        plain["nullable"] = True
    if "anyOf" in plain:
        (schema,) = (choice for choice in plain.pop("anyOf") if choice != {"type": "null"})
        plain |= {"allOf": [schema], "nullable": True}
    return plain

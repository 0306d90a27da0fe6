"""JSON Schemas of event bodies, derived from the schemas of the API's responses."""

import json
from typing import Any

from billhook.domain.destination import DestinationType
from billhook.domain.events import EventType
from billhook.wire.schemas import ID, STRING, Schema, all_schemas, nullable, object_of, schema_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TIME: Schema = {"type": "string", "format": "date-time"}
_INTEGER: Schema = {"type": "integer"}
_REQUIRED_IN_CREATED = ("billDate", "chargesUnits")
"""Required fields of a created document, besides company, usageData and lineItems, which are always present."""

_ADDED_LATER = ("usageHistory", "witnesses")
"""Fields of new events that stored older events lack."""


def event_schemas() -> dict[EventType, Schema]:
    """Return a self-contained schema of each event type. Receivers must ignore unknown fields."""
    schemas = all_schemas()
    parts = {name: schemas[name] for name in ("UsageData", "LineItem")}
    document = _document(schemas["Document"])
    bodies = {
        EventType.DOCUMENT_CREATED: (_filled(document), parts),
        EventType.DOCUMENT_NEEDS_REVIEW: (document, parts),
        EventType.DOCUMENT_UPDATED: (_with(document, old=nullable(document)), parts),
        EventType.DOCUMENT_REJECTED: (document, parts),
        EventType.JOB_COMPLETED: (_with(schemas["Job"], version=_INTEGER), {}),
        EventType.DESTINATION_DISABLED: (_disabled(), {}),
        EventType.DESTINATION_VERIFICATION: (_challenge(), {}),
    }
    return {kind: _self_contained(kind, *body) for kind, body in bodies.items()}


def _disabled() -> Schema:
    address = {"url": nullable(STRING), "busArn": nullable(STRING)}
    kinds = schema_of(DestinationType)
    return object_of(
        {"id": ID, "company": ID, "version": _INTEGER, "destinationType": kinds, **address, "reason": nullable(STRING)}
    )


def _challenge() -> Schema:
    return object_of({"id": ID, "company": ID, "version": _INTEGER, "token": STRING, "verifyUrl": STRING})


def _document(whole: Schema) -> Schema:
    properties = {name: schema for name, schema in whole["properties"].items() if name != "evidence"}
    return object_of({**properties, "truncated": {"type": "boolean"}}, optional=("truncated", *_ADDED_LATER))


def _filled(document: Schema) -> Schema:
    """Make the required fields of a created document non-null."""
    properties: dict[str, Any] = dict(document["properties"])
    for name in _REQUIRED_IN_CREATED:
        properties[name] = {**properties[name], "type": "string"}
    return {**document, "properties": properties}


def _with(schema: Schema, **more: Schema) -> Schema:
    return {
        **schema,
        "properties": {**schema["properties"], **more},
        "required": [*schema["required"], *more],
    }


def _self_contained(kind: EventType, body: Schema, parts: dict[str, Schema]) -> Schema:
    event = _with(body, type={"const": kind.value}, eventId=ID, occurred=_TIME)
    if kind.is_public:
        event["properties"]["test"] = {"const": True, "description": "Set on test events, which have invented data."}
    schema = {"$schema": _DIALECT, "title": kind.value, **event, **({"$defs": parts} if parts else {})}
    local: Schema = json.loads(json.dumps(schema).replace("#/components/schemas/", "#/$defs/"))
    return local

"""JSON Schemas of the events' bodies: the customer's contract, made from the schemas of the API's answers."""

import json
from typing import Any

from billhook.domain.destination import DestinationType
from billhook.domain.events import EventType
from billhook.wire.schemas import ID, STRING, Schema, all_schemas, nullable, object_of, schema_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TIME: Schema = {"type": "string", "format": "date-time"}
_INTEGER: Schema = {"type": "integer"}
_REQUIRED_IN_CREATED = ("billDate", "chargesUnits")
"""With company, usageData and lineItems, which always are there, the fields that every created document has."""

_CAME_LATER = ("usageHistory",)
"""What all events have now, but not those that were kept before."""


def event_schemas() -> dict[EventType, Schema]:
    """The schema of each event that is told today; each stands alone. Readers must live with fields that it lacks."""
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
    return {kind: _standing_alone(kind, *body) for kind, body in bodies.items()}


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
    return object_of({**properties, "truncated": {"type": "boolean"}}, optional=("truncated", *_CAME_LATER))


def _filled(document: Schema) -> Schema:
    """Of a created document the required fields are never null."""
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


def _standing_alone(kind: EventType, body: Schema, parts: dict[str, Schema]) -> Schema:
    told = _with(body, type={"const": kind.value}, eventId=ID, occurred=_TIME)
    if kind.is_public:
        told["properties"]["test"] = {"const": True, "description": "A sample that somebody asked for: book nothing."}
    whole = {"$schema": _DIALECT, "title": kind.value, **told, **({"$defs": parts} if parts else {})}
    local: Schema = json.loads(json.dumps(whole).replace("#/components/schemas/", "#/$defs/"))
    return local

"""Webhooks of the OpenAPI description: one for each public event, with schema and example."""

import json
from datetime import UTC, datetime
from typing import Any

from billhook.domain.events import PUBLIC_TYPES, Event, EventType
from billhook.domain.ids import CompanyId
from billhook.wire.event_schemas import event_schemas
from billhook.wire.samples import sample_event_json
from billhook.wire.schemas import STRING, reference

Json = dict[str, Any]

TAG = "events"
_COMPANY = CompanyId("019a9d2e-4000-7000-8000-000000000002")
_SUBJECT = "019a9d2e-4000-7000-8000-000000000003"
_TIME = datetime(2026, 11, 20, 12, tzinfo=UTC)
_SUMMARIES = {
    EventType.DOCUMENT_CREATED: "A document has its required fields for the first time",
    EventType.DOCUMENT_NEEDS_REVIEW: "A document lacks a required field",
    EventType.DOCUMENT_UPDATED: "A created document was corrected or processed again",
    EventType.DOCUMENT_REJECTED: "A document was rejected",
    EventType.JOB_COMPLETED: "Every document of a job is final",
    EventType.DESTINATION_DISABLED: "A destination was disabled",
}
_HEADERS = {
    "webhook-id": "The event's id, the same over all attempts.",
    "webhook-timestamp": "The time of the attempt, in Unix seconds.",
    "webhook-signature": "Signatures (Standard Webhooks): `v1,` and base64, separated by spaces.",
}


def webhooks() -> Json:
    """Return the ``webhooks`` object; its schemas are those of ``webhook_schemas``."""
    return {kind.value: {"post": _webhook(kind)} for kind in PUBLIC_TYPES}


def webhook_schemas() -> dict[str, Json]:
    """Return the schema of each event body by its name, referring to the components of the API."""
    return {_name_of(kind): _as_component(schema) for kind, schema in event_schemas().items() if kind.is_public}


def _webhook(kind: EventType) -> Json:
    event = Event.about(kind, company_id=_COMPANY, subject_id=_SUBJECT, version=1, occurred=_TIME, test=True)
    return {
        "operationId": f"on{_name_of(kind)}",
        "summary": _SUMMARIES[kind],
        "tags": [TAG],
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": STRING, "description": description}
            for name, description in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": reference(_name_of(kind)), "example": sample_event_json(event)}},
        },
        "responses": {
            "200": {"description": "Received; any 2xx will do."},
            "410": {"description": "The destination is disabled at once."},
        },
    }


def _name_of(kind: EventType) -> str:
    """Return ``DocumentCreatedEvent`` for ``document.created.v2``."""
    words = kind.value.removesuffix(".v2").replace("_", ".").split(".")
    return "".join(word.capitalize() for word in words) + "Event"


def _as_component(schema: Json) -> Json:
    """Return a self-contained event schema with references to components instead of its own definitions.

    The mark of test events is an enum of one value: generators of clients fail on an optional constant.
    """
    component = {name: part for name, part in schema.items() if name not in {"$schema", "$defs"}}
    located: Json = json.loads(json.dumps(component).replace("#/$defs/", "#/components/schemas/"))
    mark = located["properties"]["test"]
    located["properties"]["test"] = {"type": "boolean", "enum": [mark.pop("const")], **mark}
    return located

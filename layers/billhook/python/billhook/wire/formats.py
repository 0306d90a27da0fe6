"""Payload formats of events: whole document, thin, or CloudEvents, all made of the same body."""

from collections.abc import Mapping
from typing import Any

from billhook import names
from billhook.domain.destination import PayloadFormat
from billhook.wire.events import encoded

JSON = "application/json"
CLOUDEVENTS_JSON = "application/cloudevents+json"
_THIN = (
    "type", "eventId", "occurred", "company", "id", "version", "jobId", "siteId", "status", "statusReason", "test",
)  # fmt: skip


def formatted(body: Mapping[str, Any], form: PayloadFormat) -> tuple[str, bytes]:
    """Return content type and bytes. The thin format has ids and states only, no bill data."""
    if form is PayloadFormat.THIN:
        return JSON, encoded({name: body[name] for name in _THIN if name in body})
    if form is PayloadFormat.CLOUDEVENTS:
        return CLOUDEVENTS_JSON, encoded(_cloud_event(body))
    return JSON, encoded(body)


def _cloud_event(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a CloudEvents 1.0 structured event; its source is that of the EventBridge entry."""
    return {
        "specversion": "1.0",
        "id": body["eventId"],
        "source": f"{names.EVENT_SOURCE_PREFIX}{body['company']}",
        "type": body["type"],
        "time": body["occurred"],
        "subject": body["id"],
        "datacontenttype": JSON,
        "data": body,
    }

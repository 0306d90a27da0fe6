"""How the body of an event is put: whole, thin, or as a CloudEvent; all by the same builder of the body."""

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
    """Content type and bytes. Thin holds ids and states, and nothing that stands on a bill."""
    if form is PayloadFormat.THIN:
        return JSON, encoded({name: body[name] for name in _THIN if name in body})
    if form is PayloadFormat.CLOUDEVENTS:
        return CLOUDEVENTS_JSON, encoded(_cloud_event(body))
    return JSON, encoded(body)


def _cloud_event(body: Mapping[str, Any]) -> dict[str, Any]:
    """CloudEvents 1.0, structured; the source is the one that the event has on the bus."""
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

"""Event bodies of at most 200 KB, the same for webhooks and EventBridge, as whole, thin or CloudEvents payloads."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from billhook import names
from billhook.domain.content import Content
from billhook.domain.destination import Destination, PayloadFormat
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job, JobEntry
from billhook.wire.document import document_json, job_json
from billhook.wire.invofox_events import invofox_event_json
from billhook.wire.values import json_value

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
    return JSON, encoded(invofox_event_json(body) if form is PayloadFormat.INVOFOX else body)


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


MAX_BYTES = 200_000
"""Below EventBridge's limits of 1 MiB per entry, 256 KB in older accounts."""


def document_event_json(
    event: Event,
    document: Document,
    content: Content | None,
    *,
    old: tuple[Document, Content | None] | None = None,
    url: str | None,
) -> dict[str, Any]:
    """The document at the event's version, without evidence; ``old`` is the previous version with its content.

    A body that is too long is sent without usage and line items, with ``truncated``.
    """
    body = {**_envelope(event), **_without_evidence(document, content, url)}
    if old:
        body["old"] = _without_evidence(*old, url)
    return _shortened(body)


def job_event_json(event: Event, job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """The completed job; with 500 documents it is below the size limit."""
    return {**_envelope(event), **job_json(job, entries), "version": event.version}


def destination_event_json(event: Event, destination: Destination) -> dict[str, Any]:
    """The disabled destination and the reason; ``version`` counts how often it was disabled."""
    return {
        **_envelope(event),
        "id": destination.id,
        "company": event.company_id,
        "version": event.version,
        "destinationType": destination.type.value,
        "url": destination.url,
        "busArn": destination.bus_arn,
        "reason": event.reason,
    }


def challenge_event_json(event: Event, *, token: str, api_url: str) -> dict[str, Any]:
    """The challenge of a bus: its owner posts ``{"token": ...}`` to ``verifyUrl``; ``version`` is its number."""
    return {
        **_envelope(event),
        "id": event.subject_id,
        "company": event.company_id,
        "version": event.version,
        "token": token,
        "verifyUrl": f"{api_url}/v2.2/destination/{event.subject_id}/verify",
    }


def encoded(body: Mapping[str, Any]) -> bytes:
    """Encode a body to the bytes that are signed and sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _envelope(event: Event) -> dict[str, Any]:
    return {"type": event.type.value, "eventId": event.id, "occurred": json_value(event.occurred)}


def _without_evidence(document: Document, content: Content | None, url: str | None) -> dict[str, Any]:
    body = document_json(document, content, url=url)
    del body["evidence"]
    return body


def _shortened(body: dict[str, Any]) -> dict[str, Any]:
    steps: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
        lambda whole: {**whole, "usageData": [], "usageHistory": [], "lineItems": []},
        lambda whole: {**whole, "checks": [], "witnesses": [], "notes": None, "info": None},
    )
    for step in steps:
        if len(encoded(body)) <= MAX_BYTES:
            break
        body = {**step(body), "truncated": True}
        if isinstance(body.get("old"), dict):
            body["old"] = {**step(body["old"]), "truncated": True}
    return body

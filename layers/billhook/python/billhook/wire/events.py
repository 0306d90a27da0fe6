"""What customers are told: one body for webhooks and for the bus, at most 200 KB."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from billhook.domain.content import Content
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job, JobEntry
from billhook.wire.document import document_json
from billhook.wire.job import job_json
from billhook.wire.values import json_value

MAX_BYTES = 200_000
"""EventBridge takes 1 MiB an entry and older accounts 256 KB; receivers like less."""


def document_event_json(
    event: Event,
    document: Document,
    content: Content | None,
    *,
    old: tuple[Document, Content | None] | None = None,
    url: str | None,
) -> dict[str, Any]:
    """The document in the event's version, without evidence; ``old`` is the version before and what it said.

    Usage and line items give way when it is too long, and ``truncated`` says so.
    """
    body = {**_told(event), **_without_evidence(document, content, url)}
    if old:
        body["old"] = _without_evidence(*old, url)
    return _shortened(body)


def job_event_json(event: Event, job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """The closed job; 500 documents are well below the limit."""
    return {**_told(event), **job_json(job, entries), "version": event.version}


def destination_event_json(event: Event, destination: Destination) -> dict[str, Any]:
    """The destination that was given up, and why; ``version`` counts how often that happened."""
    return {
        **_told(event),
        "id": destination.id,
        "company": event.company_id,
        "version": event.version,
        "destinationType": destination.type.value,
        "url": destination.url,
        "busArn": destination.bus_arn,
        "reason": event.reason,
    }


def challenge_event_json(event: Event, *, token: str, api_url: str) -> dict[str, Any]:
    """What a bus is challenged with: ``{"token": ...}`` is to be posted to ``verifyUrl``; ``version`` is its number."""
    return {
        **_told(event),
        "id": event.subject_id,
        "company": event.company_id,
        "version": event.version,
        "token": token,
        "verifyUrl": f"{api_url}/v2.2/destination/{event.subject_id}/verify",
    }


def encoded(body: Mapping[str, Any]) -> bytes:
    """The body as it goes over the wire; what is signed is exactly this."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _told(event: Event) -> dict[str, Any]:
    return {"type": event.type.value, "eventId": event.id, "occurred": json_value(event.occurred)}


def _without_evidence(document: Document, content: Content | None, url: str | None) -> dict[str, Any]:
    body = document_json(document, content, url=url)
    del body["evidence"]
    return body


def _shortened(body: dict[str, Any]) -> dict[str, Any]:
    steps: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
        lambda whole: {**whole, "usageData": [], "usageHistory": [], "lineItems": []},
        lambda whole: {**whole, "checks": [], "notes": None, "info": None},
    )
    for step in steps:
        if len(encoded(body)) <= MAX_BYTES:
            break
        body = {**step(body), "truncated": True}
        if isinstance(body.get("old"), dict):
            body["old"] = {**step(body["old"]), "truncated": True}
    return body

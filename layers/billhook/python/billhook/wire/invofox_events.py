"""Events in the notation of the Invofox API: an envelope with an import or a file as ``data``."""

from collections.abc import Mapping
from typing import Any

from billhook.domain.document_status import Status, StatusReason
from billhook.domain.events import EventType
from billhook.wire.invofox import error_code

VERSION = "1.0"
SIGNATURE_HEADER = "x-invofox-signature"

IMPORT_PROCESSED = "import.processed"
TYPES = {
    EventType.DOCUMENT_CREATED.value: "file.processed",
    EventType.DOCUMENT_NEEDS_REVIEW.value: "file.processed",
    EventType.DOCUMENT_REJECTED.value: "file.rejected",
    EventType.DOCUMENT_UPDATED.value: "document.updated",
    EventType.JOB_COMPLETED.value: IMPORT_PROCESSED,
}
"""Their type of each of our events; others keep ours."""


def invofox_event_json(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event body in that notation. Its id is ours, the same over all attempts."""
    kind = TYPES.get(body["type"], body["type"])
    return {
        "type": kind,
        "id": body["eventId"],
        "timestamp": body["occurred"],
        "data": _data(kind, body),
        "version": VERSION,
        **({"test": True} if body.get("test") else {}),
    }


def _data(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    if kind == IMPORT_PROCESSED:
        return _import(body)
    if kind in TYPES.values():
        return _file(body)
    return dict(body)


def _import(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "environmentId": body["company"],
        "importId": body["id"],
        "status": "processed",
        "creation": body["created"],
        "fileIds": body["documentIds"],
    }


def _file(body: Mapping[str, Any]) -> dict[str, Any]:
    """The file, and the document that was extracted from it, unless it was rejected."""
    info = body.get("info") or {}
    is_rejected = body["status"] == Status.REJECTED.value
    reason = body.get("statusReason")
    return {
        "environmentId": body["company"],
        "importId": body.get("jobId"),
        "id": body["id"],
        "filename": body["fileName"],
        "status": "rejected" if is_rejected else "processed",
        "error": error_code(StatusReason(reason)) if is_rejected and reason else None,
        "documentIds": [] if is_rejected else [body["id"]],
        "type": info.get("type"),
        "clientData": info.get("clientData"),
        "creation": body["created"],
        "document": None if is_rejected else dict(body),
    }

"""Events in the notation of the Invofox API."""

from typing import Any

import pytest

from billhook.domain.document_status import Status, StatusReason
from billhook.domain.events import Event, EventType
from billhook.domain.job import JobEntry, JobStatus
from billhook.wire.events import document_event_json, job_event_json
from billhook.wire.invofox_events import invofox_event_json
from tests.builders import COMPANY, a_content, a_document, a_final_document, a_job, an_event

ENVELOPE = {"type", "id", "timestamp", "data", "version"}


def of_document(kind: EventType, **fields: Any) -> dict[str, Any]:
    document = a_final_document(info={"type": "bill", "clientData": {"batch": 7}}, **fields)
    event = an_event(document, kind=kind)
    return invofox_event_json(document_event_json(event, document, a_content(document), url=None))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (EventType.DOCUMENT_CREATED, "file.processed"),
        (EventType.DOCUMENT_NEEDS_REVIEW, "file.processed"),
        (EventType.DOCUMENT_UPDATED, "document.updated"),
    ],
)
def test_invofox_event_of_a_document_is_about_its_file(kind: EventType, expected: str) -> None:
    event = of_document(kind)

    assert set(event) == ENVELOPE
    assert (event["type"], event["version"]) == (expected, "1.0")
    data = event["data"]
    assert (data["status"], data["error"], data["documentIds"]) == ("processed", None, [data["id"]])
    assert (data["environmentId"], data["type"], data["clientData"]) == (COMPANY, "bill", {"batch": 7})
    assert data["document"]["totalCharges"] == "121.00"


def test_invofox_event_of_a_rejected_file_has_the_error() -> None:
    rejected = {"status": Status.REJECTED, "status_reason": StatusReason.ENCRYPTED, "digest": None}

    event = of_document(EventType.DOCUMENT_REJECTED, **rejected)

    assert event["type"] == "file.rejected"
    assert (event["data"]["status"], event["data"]["error"]) == ("rejected", "ERR_ENCRYPTED")
    assert (event["data"]["documentIds"], event["data"]["document"]) == ([], None)


def test_invofox_event_of_a_job_is_its_import() -> None:
    job, document = a_job(status=JobStatus.COMPLETED), a_document()
    event = Event.about(
        EventType.JOB_COMPLETED, company_id=job.company_id, subject_id=job.id, version=1, occurred=job.updated
    )

    shown = invofox_event_json(job_event_json(event, job, [JobEntry(document_id=document.id)]))

    assert (shown["type"], shown["id"]) == ("import.processed", event.id)
    assert shown["data"] == {
        "environmentId": job.company_id,
        "importId": job.id,
        "status": "processed",
        "creation": "2026-11-20T12:00:00.000Z",
        "fileIds": [document.id],
    }

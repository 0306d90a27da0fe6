"""The samples and schemas of ``events/published``: ``python -m tests.wire.published`` writes them.

It refuses breaking changes; ``--break`` allows them for schemas without readers.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from billhook.domain.bill import Bill, Check
from billhook.domain.content import Content, PageRoute
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId, DocumentId, JobId, SiteId
from billhook.domain.job import Job, JobEntry, JobStatus
from billhook.wire.event_schemas import event_schemas
from billhook.wire.events import challenge_event_json, destination_event_json, document_event_json, job_event_json
from billhook.wire.registry_schemas import registry_schemas
from tests.builders import COMPANY, a_bill, a_content, a_destination, a_final_document
from tests.documents import altered
from tests.fakes import NOW
from tests.wire.compatibility import breaks

FOLDER = Path(__file__).resolve().parents[2] / "events" / "published"

JOB = JobId("019a9d2e-4000-7000-8000-000000000010")
SITE = SiteId("019a9d2e-4000-7000-8000-000000000020")
IDS = [DocumentId(f"019a9d2e-4000-7000-8000-0000000000{number:02d}") for number in range(31, 36)]
API_URL = "https://api.example.org/v1"
URL = f"{API_URL}/file/{IDS[0]}?exp=1795262400&sig=sample"
DESTINATION = DestinationId("019a9d2e-4000-7000-8000-000000000040")


def samples() -> dict[EventType, dict[str, Any]]:
    """Return one body per public event type, as ``wire.events`` builds it."""
    unsure = a_bill(bill_date=None)
    wrong = a_bill(checks=(Check(name="total", holds=False, detail="110.00 + 11.00 is not 120.00"),))
    review: dict[str, Any] = {
        "status": Status.NEEDS_REVIEW,
        "status_reason": StatusReason.MISSING_FIELDS,
        "status_detail": "billDate",
    }
    no_bill: dict[str, Any] = {
        "status": Status.REJECTED,
        "status_reason": StatusReason.ENCRYPTED,
        "is_utility_bill": None,
    }
    job = {"id": JOB, "company_id": COMPANY, "site_id": SITE, "expected": 4, "created": NOW, "updated": NOW}
    return {
        EventType.DOCUMENT_CREATED: _body(EventType.DOCUMENT_CREATED, a_bill()),
        EventType.DOCUMENT_NEEDS_REVIEW: _body(EventType.DOCUMENT_NEEDS_REVIEW, unsure, announced=False, **review),
        EventType.DOCUMENT_UPDATED: _body(EventType.DOCUMENT_UPDATED, a_bill(), old=wrong, version=2),
        EventType.DOCUMENT_REJECTED: _body(EventType.DOCUMENT_REJECTED, None, digest=None, page_routes=(), **no_bill),
        EventType.JOB_COMPLETED: job_event_json(
            _event(EventType.JOB_COMPLETED, JOB, 1), Job(**job, status=JobStatus.COMPLETED), _entries()
        ),
        EventType.DESTINATION_DISABLED: _disabled(),
        EventType.DESTINATION_VERIFICATION: challenge_event_json(
            _event(EventType.DESTINATION_VERIFICATION, DESTINATION, 1), token="A" * 43, api_url=API_URL
        ),
    }


def files() -> dict[str, str]:
    """Return the text of every file in the folder by its name."""
    schemas = {f"{kind.value}.schema.json": schema for kind, schema in event_schemas().items()}
    registered = {f"{kind.value}.registry.json": schema for kind, schema in registry_schemas().items()}
    bodies = {f"{kind.value}.json": body for kind, body in samples().items()}
    contents = schemas | registered | bodies
    return {name: json.dumps(content, indent=2, ensure_ascii=False) + "\n" for name, content in contents.items()}


def write(folder: Path = FOLDER, *, may_break: bool = False) -> None:
    """Write every file; exit with the breaking changes and write nothing, unless ``may_break``."""
    breaking = [f"{name}: {change}" for name, text in files().items() for change in _broken(folder, name, text)]
    if breaking and not may_break:
        sys.exit("\n".join(["Breaking changes of the event contract; see docs/eventbridge.md.", *breaking]))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _broken(folder: Path, name: str, text: str) -> list[str]:
    committed = folder / name
    if not name.endswith(".schema.json") or not committed.exists():
        return []
    return breaks(json.loads(committed.read_text(encoding="utf-8")), json.loads(text))


def _body(kind: EventType, bill: Bill | None, *, old: Bill | None = None, **fields: Any) -> dict[str, Any]:
    document = _document(**fields)
    content = a_content(document, bill=bill) if bill else None
    before = _version_before(document, old) if old else None
    return document_event_json(_event(kind, document.id, document.version), document, content, old=before, url=URL)


def _version_before(document: Document, bill: Bill) -> tuple[Document, Content]:
    failed = {"status": Status.NEEDS_REVIEW, "status_reason": StatusReason.FAILED_CHECKS, "is_flagged": True}
    before = altered(document, version=document.version - 1, updated=NOW, **failed)
    return before, a_content(before, bill=bill)


def _document(**fields: Any) -> Document:
    defaults = {
        "id": IDS[0],
        "job_id": JOB,
        "site_id": SITE,
        "size": 48_213,
        "page_routes": (PageRoute(page=1, route="text_layer"),),
        "pages": (1,),
        "updated": NOW + timedelta(seconds=2),
    }
    return a_final_document(**defaults | fields)


def _event(kind: EventType, subject_id: str, version: int) -> Event:
    occurred = NOW + timedelta(seconds=2)
    return Event.about(kind, company_id=COMPANY, subject_id=subject_id, version=version, job_id=JOB, occurred=occurred)


def _disabled() -> dict[str, Any]:
    event = _event(EventType.DESTINATION_DISABLED, DESTINATION, 1)
    disabled = event.model_copy(update={"reason": "The receiver answered 410 Gone."})
    return destination_event_json(disabled, a_destination(id=DESTINATION))


def _entries() -> list[JobEntry]:
    return [JobEntry(document_id=IDS[number], outcome=outcome) for number, outcome in enumerate(Outcome)]


if __name__ == "__main__":
    write(may_break="--break" in sys.argv[1:])

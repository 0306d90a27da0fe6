"""Bodies of test events: an invented bill in the format of real ones, marked ``test``."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, ChargeType, Check, Commodity, LineItem, Usage
from billhook.domain.content import Content, DocumentResult, PageRoute
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason, Verdict
from billhook.domain.events import Event, EventType
from billhook.domain.identity import Identity
from billhook.domain.ids import DestinationId, DocumentId, JobId, SiteId, derived
from billhook.domain.job import Job, JobEntry, JobStatus
from billhook.domain.stored_file import StoredFile
from billhook.wire.events import destination_event_json, document_event_json, job_event_json

_URL = "https://example.com/sample-bill.pdf"
_CHECK = "total"
_PARSED = Verdict(status=Status.PARSED)


def sample_event_json(event: Event) -> dict[str, Any]:
    """Return the body of a test event; its ids do not exist."""
    return {**_body(event), "test": True}


def _body(event: Event) -> dict[str, Any]:
    if event.type is EventType.JOB_COMPLETED:
        return job_event_json(event, _job(event), [_entry(event)])
    if event.type is EventType.DESTINATION_DISABLED:
        reasoned = event.with_reason("This is a test.")
        return destination_event_json(reasoned, _destination(event))
    if event.type is EventType.DOCUMENT_REJECTED:
        rejected = _document(event).rejected(StatusReason.ENCRYPTED, "")
        return document_event_json(event, rejected, None, url=_URL)
    if event.type is EventType.DOCUMENT_NEEDS_REVIEW:
        verdict = Verdict(status=Status.NEEDS_REVIEW, status_reason=StatusReason.MISSING_FIELDS)
        return _document_event(event, _bill(bill_date=None), verdict)
    if event.type is EventType.DOCUMENT_UPDATED:
        old = _bill(total_charges=Decimal("120.00"), checks=(_check(holds=False),))
        return _document_event(event, _bill(), old=old)
    return _document_event(event, _bill())


def _document_event(event: Event, bill: Bill, verdict: Verdict = _PARSED, *, old: Bill | None = None) -> dict[str, Any]:
    document = _document(event, verdict)
    before = (document, _content(document, old)) if old else None
    return document_event_json(event, document, _content(document, bill), old=before, url=_URL)


def _document(event: Event, verdict: Verdict = _PARSED) -> Document:
    identity = Identity(
        id=DocumentId(event.subject_id),
        company_id=event.company_id,
        job_id=JobId(derived("sample", "job", event.subject_id)),
        site_id=SiteId(derived("sample", "site", event.subject_id)),
        created=event.occurred,
    )
    routes = (PageRoute(page=1, route="text_layer"),)
    return Document(
        identity=identity,
        file=StoredFile(file_name="sample-bill.pdf", size=48_213),
        verdict=verdict,
        result=DocumentResult(page_routes=routes, pages=(1,), is_utility_bill=True),
        version=event.version,
        updated=event.occurred,
    )


def _content(document: Document, bill: Bill) -> Content:
    version, created = document.version, document.created
    return Content(id="sample", document_id=document.id, version=version, created=created, bill=bill)


def _bill(**fields: Any) -> Bill:
    """A month of electricity."""
    first = date(2026, 10, 1)
    usage = Usage(
        start_date=first,
        end_date=first + timedelta(days=30),
        usage=Decimal(500),
        usage_units="kWh",
        datasource_type=Commodity.ELECTRICITY,
    )
    line = LineItem(description="Energy", total_charge=Decimal("110.00"), charge_type=ChargeType.CONSUMPTION)
    defaults = {
        "pages": (1,),
        "utility_name": "Sample Power & Light",
        "account_number": "000-000-000",
        "bill_date": date(2026, 10, 31),
        "due_date": date(2026, 11, 21),
        "charges_units": "USD",
        "total_charges": Decimal("121.00"),
        "current_charges": Decimal("110.00"),
        "tax_charges": Decimal("11.00"),
        "usage_data": (usage,),
        "line_items": (line,),
        "checks": (_check(holds=True),),
    }
    return Bill(**{**defaults, **fields})


def _check(*, holds: bool) -> Check:
    return Check(name=_CHECK, holds=holds, detail="110.00 + 11.00 = 121.00")


def _job(event: Event) -> Job:
    times = {"created": event.occurred, "updated": event.occurred}
    job_id = JobId(event.subject_id)
    return Job(id=job_id, company_id=event.company_id, expected=1, status=JobStatus.COMPLETED, **times)


def _entry(event: Event) -> JobEntry:
    return JobEntry(document_id=DocumentId(derived("sample", "document", event.subject_id)), outcome=Outcome.PARSED)


def _destination(event: Event) -> Destination:
    return Destination(
        id=DestinationId(event.subject_id),
        company_id=event.company_id,
        url="https://example.com/hook",
        enabled=False,
        created=event.occurred,
        updated=event.occurred,
    )

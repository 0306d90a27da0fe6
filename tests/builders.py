"""Builders of domain values with defaults; all values belong to one company by default."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from billhook.domain.bill import Bill, ChargeType, Check, Commodity, Evidence, LineItem, Usage
from billhook.domain.company import Account, ApiKey, Company, Principal, Site
from billhook.domain.content import Content
from billhook.domain.delivery import Attempt, Delivery, delivery_id
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.domain.drop import Drop
from billhook.domain.events import Event, EventType
from billhook.domain.ids import (
    AccountId,
    CompanyId,
    ContentId,
    DestinationId,
    DocumentId,
    DropId,
    JobId,
    KeyId,
    SiteId,
    derived,
)
from billhook.domain.job import Job
from tests.documents import document_with
from tests.fakes.clock import NOW, FakeIds

ACCOUNT = AccountId(derived("test", "account"))
COMPANY = CompanyId(derived("test", "company"))
KEY = KeyId(derived("test", "key"))

_FAR = 1 << 20
"""Builders count their ids from here, and a ``World`` from 1: no id of one is an id of the other."""

_ids = FakeIds(counter=count(_FAR))


def an_id() -> str:
    """Return a new id that sorts after all earlier ones."""
    return _ids.new()


@contextmanager
def same_ids() -> Iterator[None]:
    """Issue the same ids in every block, distinct from those outside and those that a ``World`` counts."""
    before, _ids.counter = _ids.counter, count(2 * _FAR)
    try:
        yield
    finally:
        _ids.counter = before


def an_account(**fields: Any) -> Account:
    return Account(**{"id": ACCOUNT, "name": "Acme", "email": "anna@example.org", "created": NOW} | fields)


def a_key(**fields: Any) -> ApiKey:
    return ApiKey(**{"id": KEY, "account_id": ACCOUNT, "email": "anna@example.org", "created": NOW} | fields)


def a_principal(**fields: Any) -> Principal:
    """A principal with access to all companies of ``ACCOUNT``."""
    defaults = {"account_id": ACCOUNT, "key_id": KEY, "email": "anna@example.org", "all_companies": True}
    return Principal(**defaults | fields)


def a_company(**fields: Any) -> Company:
    return Company(
        **{"id": COMPANY, "account_id": ACCOUNT, "name": "Acme Farms", "created": NOW, "updated": NOW} | fields
    )


def a_site(**fields: Any) -> Site:
    defaults = {"id": SiteId(an_id()), "company_id": COMPANY, "name": "The mill", "created": NOW, "updated": NOW}
    return Site(**defaults | fields)


def a_job(**fields: Any) -> Job:
    defaults = {"id": JobId(an_id()), "company_id": COMPANY, "expected": 1, "created": NOW, "updated": NOW}
    return Job(**defaults | fields)


def a_document(**fields: Any) -> Document:
    """A stored document that is not processed yet; due in two minutes."""
    document_id = fields.get("id") or an_id()
    defaults = {
        "id": DocumentId(document_id),
        "company_id": COMPANY,
        "job_id": JobId(derived("test", "job", document_id)),
        "file_name": "bill.pdf",
        "email": "anna@example.org",
        "created": NOW,
        "updated": NOW,
        "status": Status.PROCESSING,
        "object_key": f"incoming/{fields.get('company_id', COMPANY)}/{document_id}",
        "due_at": NOW + timedelta(minutes=2),
    }
    return document_with(**defaults | fields)


def a_final_document(**fields: Any) -> Document:
    """A parsed document in version 1, with the digest of ``a_bill()``."""
    bill = a_bill(line_items=(), evidence={}, checks=())
    defaults = {"status": Status.PARSED, "version": 1, "announced": True, "is_utility_bill": True, "due_at": None}
    result = {"fence": 1, "digest": bill, "content_id": ContentId("1-1"), "parsed": NOW}
    return a_document(**defaults | result | fields)


def a_bill(**fields: Any) -> Bill:
    """A complete electricity bill of one month whose amounts add up."""
    defaults = {
        "pages": (1,),
        "utility_name": "Northern Light",
        "account_number": "100-200-300",
        "bill_date": date(2026, 10, 31),
        "due_date": date(2026, 11, 21),
        "charges_units": "USD",
        "total_charges": Decimal("121.00"),
        "current_open_balance": Decimal(0),
        "current_charges": Decimal("110.00"),
        "tax_charges": Decimal("11.00"),
        "credits": Decimal(0),
        "usage_data": (a_usage(),),
        "line_items": (a_line_item(),),
        "checks": (Check(name="total", holds=True, detail="110.00 + 11.00 = 121.00"),),
        "evidence": {"totalCharges": Evidence(page=1, box=Box(0.7, 0.8, 0.9, 0.82), text="121.00", confidence=0.99)},
    }
    return Bill(**defaults | fields)


def a_usage(**fields: Any) -> Usage:
    defaults = {
        "start_date": date(2026, 10, 1),
        "end_date": date(2026, 10, 31),
        "usage": Decimal(500),
        "usage_units": "kWh",
        "datasource_type": Commodity.ELECTRICITY,
    }
    return Usage(**defaults | fields)


def a_line_item(**fields: Any) -> LineItem:
    defaults = {"description": "Energy", "total_charge": Decimal("110.00"), "charge_type": ChargeType.CONSUMPTION}
    return LineItem(**defaults | fields)


def a_content(document: Document | None = None, **fields: Any) -> Content:
    """The stored content of ``document``, with the bill of ``a_bill()``."""
    document = document or a_final_document()
    named = {
        "id": document.result.content_id or ContentId("1-1"),
        "document_id": document.id,
        "version": document.version,
    }
    return Content(**{**named, "created": NOW, "bill": a_bill()} | fields)


def a_word(text: str = "Total", *, x: float = 0.1, y: float = 0.1, confidence: float = 1.0) -> Word:
    """A word with its top left corner at ``x``, ``y``."""
    return Word(text, Box(x, y, round(x + 0.01 * len(text), 6), round(y + 0.012, 6)), confidence)


def a_document_text(*lines: str, route: Route = Route.TEXT_LAYER) -> DocumentText:
    """One page of text with one row of words per line."""
    rows = [line.split() for line in lines or ("Total 121.00",)]
    words = [
        a_word(text, x=round(0.1 + 0.1 * column, 6), y=round(0.1 + 0.03 * row, 6))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    ]
    return DocumentText((PageText(1, 595, 842, route, tuple(words)),))


def an_event(document: Document | None = None, **fields: Any) -> Event:
    """``document.created.v2`` about ``document``, not yet published, due in 30 seconds."""
    document = document or a_final_document()
    defaults: dict[str, Any] = {
        "kind": EventType.DOCUMENT_CREATED,
        "company_id": document.company_id,
        "subject_id": document.id,
        "version": document.version,
        "job_id": document.job_id,
        "occurred": NOW,
        "due_at": NOW + timedelta(seconds=30),
    }
    return Event.about(**defaults | fields)


def a_destination(**fields: Any) -> Destination:
    defaults = {
        "id": DestinationId(an_id()),
        "company_id": COMPANY,
        "url": "https://hooks.example.org/bills",
        "created": NOW,
        "updated": NOW,
    }
    return Destination(**defaults | fields)


def a_delivery(event: Event | None = None, destination: Destination | None = None, **fields: Any) -> Delivery:
    """A planned delivery without attempts; the first one is due now."""
    event, destination = event or an_event(), destination or a_destination()
    defaults = {
        "id": delivery_id(event.id, destination.id),
        "company_id": event.company_id,
        "destination_id": destination.id,
        "event_id": event.id,
        "event_type": event.type,
        "subject_id": event.subject_id,
        "version": event.version,
        "next_attempt_at": NOW,
        "due_at": NOW + timedelta(minutes=1),
        "created": NOW,
        "updated": NOW,
    }
    return Delivery(**defaults | fields)


def an_attempt(number: int = 1, **fields: Any) -> Attempt:
    return Attempt(**{"number": number, "at": NOW, "duration_ms": 12, "status_code": 200} | fields)


def a_drop(**fields: Any) -> Drop:
    """A drop that is open for 90 days."""
    defaults = {"id": DropId(an_id()), "company_id": COMPANY, "created": NOW, "expires": NOW + timedelta(days=90)}
    return Drop(**defaults | fields)

"""Rows of documents keep their attributes: a deployed table holds rows of earlier releases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from billhook.adapters.dynamodb import rows
from billhook.adapters.dynamodb.document_rows import document_of
from billhook.domain.bill import Bill
from billhook.domain.content import PageRoute
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.submission import SourceType
from tests.builders import a_document

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD_KEY = {"pk": "DOC#doc-1", "sk": "HEAD"}
FIRST_KEYS = {**HEAD_KEY, "gsi1pk": "CO#company-1#DOC", "gsi1sk": "2026-03-01T12:00:00.000000Z#doc-1"}
DUE_KEYS = {"gsi2pk": "DUE#document#1", "gsi2sk": "2026-03-01T12:00:04.000000Z#document#doc-1"}
DIGEST = {
    "digest": {
        "utility_name": "Northern Light",
        "bill_date": "2026-02-28",
        "total_charges": "121.10",
        "evidence": {},
    }
}
NEW_ROW: dict[str, Any] = {
    **FIRST_KEYS,
    "id": "doc-1",
    "company_id": "company-1",
    "file_name": "may.pdf",
    "email": "",
    "source_type": "INVOICE",
    "allow_duplicate": False,
    "created": "2026-03-01T12:00:00.000000Z",
    "updated": "2026-03-01T12:00:00.000000Z",
    "status": "PROCESSING",
    "version": 0,
    "announced": False,
    "is_flagged": False,
    "is_archive": False,
    "fence": 0,
    "attempts": 0,
    "pages": [],
    "page_routes": [],
    "estimated_cost": "0",
    "truncated": False,
}
"""Every attribute of a document that has only what it must have."""

FULL_ROW: dict[str, Any] = {
    **NEW_ROW,
    **DUE_KEYS,
    **DIGEST,
    "site_id": "site-1",
    "job_id": "job-1",
    "email": "anna@example.org",
    "notes": "second try",
    "info": '{"ref":[1,2.5]}',
    "source_type": "MANUAL",
    "allow_duplicate": True,
    "updated": "2026-03-01T12:00:01.000000Z",
    "parsed": "2026-03-01T12:00:02.000000Z",
    "status": "NEEDS_REVIEW",
    "status_reason": "missing_fields",
    "status_detail": "bill_date",
    "version": 2,
    "content_id": "2-3",
    "announced": True,
    "is_flagged": True,
    "flagged_by_hand": False,
    "changed_by": "ben@example.org",
    "is_utility_bill": True,
    "object_key": "incoming/company-1/doc-1",
    "object_version": "v1",
    "content_type": "application/pdf",
    "size": 1024,
    "sha256": "ab",
    "source_url": "https://files.example.org/may.pdf",
    "archive_id": "doc-0",
    "fence": 3,
    "claimed_until": "2026-03-01T12:00:03.000000Z",
    "due_at": "2026-03-01T12:00:04.000000Z",
    "attempts": 2,
    "ocr_job_id": "ocr-1",
    "duplicate_of": "doc-2",
    "near_duplicate_of": "doc-3",
    "revised_document_id": "doc-4",
    "split_from": "doc-5",
    "pages": [1, 2],
    "page_routes": [{"page": 1, "route": "text_layer"}],
    "estimated_cost": "0.0150",
    "truncated": True,
}
"""Every attribute of a document that has a value."""


def new_document() -> Document:
    absent: dict[str, Any] = dict.fromkeys(("job_id", "object_key", "due_at"))
    named = {"id": "doc-1", "company_id": "company-1", "file_name": "may.pdf", "email": ""}
    return a_document(**named, **absent, created=CREATED, updated=CREATED)


def full_document() -> Document:
    return a_document(
        id="doc-1",
        company_id="company-1",
        site_id="site-1",
        job_id="job-1",
        file_name="may.pdf",
        email="anna@example.org",
        notes="second try",
        info={"ref": [1, 2.5]},
        source_type=SourceType.MANUAL,
        allow_duplicate=True,
        created=CREATED,
        updated=CREATED + timedelta(seconds=1),
        parsed=CREATED + timedelta(seconds=2),
        status=Status.NEEDS_REVIEW,
        status_reason=StatusReason.MISSING_FIELDS,
        status_detail="bill_date",
        version=2,
        content_id="2-3",
        announced=True,
        is_flagged=True,
        flagged_by_hand=False,
        changed_by="ben@example.org",
        is_utility_bill=True,
        object_key="incoming/company-1/doc-1",
        object_version="v1",
        content_type="application/pdf",
        size=1024,
        sha256="ab",
        source_url="https://files.example.org/may.pdf",
        archive_id="doc-0",
        fence=3,
        claimed_until=CREATED + timedelta(seconds=3),
        due_at=CREATED + timedelta(seconds=4),
        attempts=2,
        ocr_job_id="ocr-1",
        duplicate_of="doc-2",
        near_duplicate_of="doc-3",
        revised_document_id="doc-4",
        split_from="doc-5",
        pages=(1, 2),
        page_routes=(PageRoute(page=1, route="text_layer"),),
        estimated_cost=Decimal("0.0150"),
        digest=Bill(utility_name="Northern Light", total_charges=Decimal("121.10"), bill_date=date(2026, 2, 28)),
        truncated=True,
    )


def test_row_of_new_document_has_the_released_attributes() -> None:
    assert rows.of_document(new_document()) == NEW_ROW


def test_row_of_full_document_has_the_released_attributes() -> None:
    assert rows.of_document(full_document()) == FULL_ROW


def test_row_of_new_document_is_read_as_that_document() -> None:
    assert document_of(NEW_ROW) == new_document()


def test_row_of_full_document_is_read_as_that_document() -> None:
    assert document_of(FULL_ROW) == full_document()


def test_version_row_is_the_row_without_digest_and_indexes() -> None:
    version = {name: value for name, value in FULL_ROW.items() if name not in {*FIRST_KEYS, *DUE_KEYS, *DIGEST}}

    assert rows.of_version(full_document()) == {"pk": "DOC#doc-1", "sk": "V#00000002", **version}


def test_archive_row_is_in_no_list() -> None:
    archive = a_document(id="doc-1", company_id="company-1", is_archive=True, deleted=None, due_at=None)

    assert not {"gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"} & rows.of_document(archive).keys()


def test_deleted_row_is_in_no_list_and_keeps_its_due_time() -> None:
    row = rows.of_document(a_document(deleted=CREATED, due_at=CREATED))

    assert "gsi1pk" not in row
    assert (row["deleted"], row["due_at"]) == ("2026-03-01T12:00:00.000000Z",) * 2

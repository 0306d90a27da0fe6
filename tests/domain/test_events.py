"""Which fact a change is to the customer, and who an event is."""

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.events import PUBLIC_TYPES, Event, EventType, event_of
from billhook.domain.ids import CompanyId, DocumentId
from tests.builders import COMPANY, a_document, a_final_document, a_job, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW

FIRST = DocumentId(an_id())
INCOMPLETE = {"status": Status.NEEDS_REVIEW, "status_reason": StatusReason.MISSING_FIELDS}


def after(before: Document, **fields: object) -> Document:
    return altered(before, **{"status": Status.PARSED, "version": before.version + 1} | fields)


def test_event_of_first_complete_version_is_created() -> None:
    before = a_document()

    assert event_of(before, after(before, announced=True)) is EventType.DOCUMENT_CREATED


def test_event_of_complete_version_in_review_is_created() -> None:
    before = a_document()

    assert event_of(before, after(before, announced=True, status=Status.NEEDS_REVIEW)) is EventType.DOCUMENT_CREATED


def test_event_of_incomplete_version_is_needs_review() -> None:
    before = a_document()

    assert event_of(before, after(before, **INCOMPLETE)) is EventType.DOCUMENT_NEEDS_REVIEW


def test_event_after_completing_correction_is_created() -> None:
    before = a_final_document(status=Status.NEEDS_REVIEW, announced=False)

    assert event_of(before, after(before, announced=True)) is EventType.DOCUMENT_CREATED


def test_event_of_later_version_is_updated() -> None:
    before = a_final_document(announced=True)

    assert event_of(before, after(before)) is EventType.DOCUMENT_UPDATED
    assert event_of(before, after(before, status=Status.NEEDS_REVIEW)) is EventType.DOCUMENT_UPDATED


def test_event_of_later_incomplete_version_is_needs_review() -> None:
    before = a_final_document(announced=True)

    assert event_of(before, after(before, **INCOMPLETE)) is EventType.DOCUMENT_NEEDS_REVIEW


@pytest.mark.parametrize("reason", [StatusReason.CORRUPT, StatusReason.NOT_A_UTILITY_BILL])
def test_event_of_rejected_document_is_rejected(reason: StatusReason) -> None:
    before = a_document()

    assert event_of(before, after(before, status=Status.REJECTED, status_reason=reason)) is EventType.DOCUMENT_REJECTED


def test_event_of_duplicate_is_none() -> None:
    before = a_document()

    kind = event_of(before, after(before, announced=True, duplicate_of=FIRST))

    assert kind is EventType.DOCUMENT_SETTLED
    assert not kind.is_public


def test_public_event_types_exclude_internal_and_direct() -> None:
    assert set(EventType) - set(PUBLIC_TYPES) == {EventType.DOCUMENT_SETTLED, EventType.DESTINATION_VERIFICATION}


def test_event_id_is_derived_from_the_fact() -> None:
    document = a_final_document()
    events = [
        an_event(document),
        an_event(document, version=2),
        an_event(document, kind=EventType.DOCUMENT_UPDATED),
        an_event(a_final_document()),
    ]

    assert an_event(document, company_id=CompanyId(an_id())).id == events[0].id
    assert len({event.id for event in events}) == len(events)


def test_event_document_id_is_set_for_documents_only() -> None:
    document, job = a_final_document(), a_job()
    closed = Event.about(EventType.JOB_COMPLETED, company_id=COMPANY, subject_id=job.id, version=1, occurred=NOW)

    assert an_event(document).document_id == document.id
    assert closed.document_id is None

"""Events: past-tense facts. An event names its subject and version; its body is built from the stored version."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from billhook import names
from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.ids import CompanyId, DocumentId, EventId, JobId, derived
from billhook.domain.value import Value


class EventType(StrEnum):
    """``DOCUMENT_SETTLED`` is internal: a final state that is not published to customers, such as a duplicate.

    ``DESTINATION_VERIFICATION`` is direct: only its own destination receives it, so it is in no outbox and on no bus.
    """

    DOCUMENT_CREATED = "document.created.v2"
    DOCUMENT_NEEDS_REVIEW = "document.needs_review.v2"
    DOCUMENT_UPDATED = "document.updated.v2"
    DOCUMENT_REJECTED = "document.rejected.v2"
    JOB_COMPLETED = "job.completed.v2"
    DESTINATION_DISABLED = "destination.disabled.v2"
    DOCUMENT_SETTLED = names.SETTLED
    DESTINATION_VERIFICATION = "destination.verification"

    @property
    def is_public(self) -> bool:
        """Whether destinations can subscribe to it."""
        return self is not EventType.DOCUMENT_SETTLED and not self.is_direct

    @property
    def is_direct(self) -> bool:
        return self is EventType.DESTINATION_VERIFICATION

    @property
    def is_of_a_document(self) -> bool:
        return self.value.startswith("document.")


PUBLIC_TYPES = tuple(kind for kind in EventType if kind.is_public)


class Event(Value):
    """One outbox row. ``id`` is derived from subject, version and type: publishing twice is harmless.

    ``subject_id`` is the document, job or destination; ``version`` that of the document, for a destination how often
    it was disabled, 1 otherwise. It is due until its deliveries are ``planned``. A ``test`` event is a sample without a
    subject, and in no outbox.
    """

    id: EventId
    type: EventType
    company_id: CompanyId
    subject_id: str
    version: int
    job_id: JobId | None = None
    occurred: datetime
    published: datetime | None = None
    planned: datetime | None = None
    reason: str | None = None
    test: bool = False
    due_at: datetime | None = None

    @classmethod
    def about(cls, kind: EventType, *, company_id: CompanyId, subject_id: str, version: int, **rest: Any) -> "Event":
        event_id = EventId(derived("event", subject_id, version, kind.value))
        return cls(id=event_id, type=kind, company_id=company_id, subject_id=subject_id, version=version, **rest)

    def with_reason(self, reason: str) -> "Event":
        return self.model_copy(update={"reason": reason})

    @property
    def document_id(self) -> DocumentId | None:
        return DocumentId(self.subject_id) if self.type.is_of_a_document else None


def event_of(before: Document, after: Document) -> EventType:
    """The event of a change from ``before`` to a final ``after``.

    ``created`` is emitted once, with the first version that has the required fields, ``updated`` with later ones.
    Versions that lack one emit ``needs_review``, so that the other two always have them. A duplicate has public events
    once a person has changed it.
    """
    if after.file.is_archive or (after.duplicates.duplicate_of and after.review.changed_by is None):
        return EventType.DOCUMENT_SETTLED
    if after.outcome is not None and after.status.value == "REJECTED":
        return EventType.DOCUMENT_REJECTED
    if after.verdict.status_reason is StatusReason.MISSING_FIELDS:
        return EventType.DOCUMENT_NEEDS_REVIEW
    return EventType.DOCUMENT_UPDATED if before.result.announced else EventType.DOCUMENT_CREATED

"""One uploaded bill file: identity, stored file, lease, result, and the transitions between its states."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.content import Content, PageRoute, digest_of
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.ids import CompanyId, ContentId, DocumentId, JobId, SiteId
from billhook.domain.value import Value


class NearDuplicates(Value):
    """The other documents of the same bill: one with the same total, or the one that this bill revises."""

    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None


class Verdict(Value):
    """The status that a bill gives its document."""

    status: Status
    status_reason: StatusReason | None = None
    status_detail: str | None = None
    is_flagged: bool = False


class StoredFile(Value):
    """The bytes of a document, as they were loaded from the bucket."""

    object_version: str | None
    content_type: str
    size: int
    sha256: str


class SourceType(StrEnum):
    INVOICE = "INVOICE"
    SMART_METER = "SMART_METER"
    MANUAL = "MANUAL"


class Document(Value):
    """The head of a document.

    ``version`` is 0 before the first result; each later result adds one. ``content_id`` is the stored content of this
    version, ``parsed`` the time of its extraction or entry. ``job_id`` is None for a document entered by hand.
    ``flagged_by_hand`` is a person's flag, ``changed_by`` the person who wrote this version. A ``deleted`` document is
    hidden; its row stays until everything that belongs to it is erased.

    ``fence`` is the fencing token: each claim increments it, and only its newest value may commit. ``due_at`` is when
    the sweeper checks an unfinished document; a final one has none. ``digest`` is the bill as lists show it.

    An archive has a head too, so that it is claimed and finished like other files. ``is_archive`` keeps it out of
    every list; the documents that it contained name it as their ``archive_id``.
    """

    id: DocumentId
    company_id: CompanyId
    site_id: SiteId | None = None
    job_id: JobId | None = None
    file_name: str
    email: str = ""
    notes: str | None = None
    info: dict[str, Any] | None = None
    source_type: SourceType = SourceType.INVOICE
    allow_duplicate: bool = False
    created: datetime
    updated: datetime
    parsed: datetime | None = None
    deleted: datetime | None = None

    status: Status
    status_reason: StatusReason | None = None
    status_detail: str | None = None
    version: int = 0
    content_id: ContentId | None = None
    announced: bool = False
    is_flagged: bool = False
    flagged_by_hand: bool | None = None
    changed_by: str | None = None
    is_utility_bill: bool | None = None

    object_key: str | None = None
    object_version: str | None = None
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    source_url: str | None = None
    is_archive: bool = False
    archive_id: DocumentId | None = None

    fence: int = 0
    claimed_until: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    ocr_job_id: str | None = None

    duplicate_of: DocumentId | None = None
    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None
    split_from: DocumentId | None = None
    pages: tuple[int, ...] = ()
    page_routes: tuple[PageRoute, ...] = ()
    estimated_cost: Decimal = Decimal(0)
    digest: Bill | None = None
    truncated: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """What this document counts as in its job, once final."""
        if not self.status.is_final:
            return None
        if self.status is Status.UNPACKED:
            return Outcome.UNPACKED
        if self.duplicate_of:
            return Outcome.DUPLICATE
        if self.status is not Status.REJECTED:
            return Outcome.PARSED
        return Outcome.NON_UTILITY if self.status_reason is StatusReason.NOT_A_UTILITY_BILL else Outcome.FAILED

    @property
    def action_required(self) -> bool:
        """Whether a person has to do something: look at the values, or hand in a better file."""
        return self.status is Status.NEEDS_REVIEW or self.outcome is Outcome.FAILED

    # Lease.

    def claimed(self, until: datetime) -> "Document":
        """Claimed until ``until`` under the next fencing token; the attempt is counted."""
        lease = {"fence": self.fence + 1, "attempts": self.attempts + 1, "claimed_until": until, "due_at": until}
        return self.model_copy(update=lease)

    def released(self, due_at: datetime) -> "Document":
        """Waiting without a lease; the attempt of the claim is not counted."""
        return self.retried(due_at, attempts=max(self.attempts - 1, 0))

    def retried(self, due_at: datetime, *, attempts: int | None = None) -> "Document":
        """Waiting without a lease; the attempts stay counted unless given."""
        counted = self.attempts if attempts is None else attempts
        return self.model_copy(update={"claimed_until": None, "due_at": due_at, "attempts": counted})

    def seized(self) -> "Document":
        """Under the next fencing token: a worker that has claimed it cannot commit any more."""
        return self.model_copy(update={"fence": self.fence + 1})

    # File.

    def fetched(self, *, file_name: str, content_type: str, size: int, due_at: datetime) -> "Document":
        """Downloaded from its URL and released, so that the parser can claim it."""
        facts = {"file_name": file_name, "content_type": content_type, "size": size}
        return self.retried(due_at, attempts=0).model_copy(update=facts)

    def loaded(self, file: StoredFile) -> "Document":
        return self.model_copy(update=dict(file))

    def as_archive(self) -> "Document":
        return self.model_copy(update={"is_archive": True, "status": Status.PROCESSING})

    # Processing.

    def started(self) -> "Document":
        """In PROCESSING as a document, even if its name is that of an archive."""
        return self.model_copy(update={"is_archive": False, "status": Status.PROCESSING})

    def waiting_for_ocr(self, ocr_job_id: str, *, now: datetime, due_at: datetime) -> "Document":
        waiting = {"status": Status.WAITING_OCR, "ocr_job_id": ocr_job_id, "updated": now}
        return self.retried(due_at, attempts=0).model_copy(update=waiting)

    def reopened(self, *, now: datetime, due_at: datetime) -> "Document":
        """In PROCESSING again; the last version stays readable."""
        opened = {"status": Status.PROCESSING, "status_reason": None, "status_detail": None, "updated": now}
        return self.retried(due_at, attempts=0).model_copy(update={**opened, "ocr_job_id": None})

    def extracted(self, content: Content) -> "Document":
        """With ``content`` as the result of its extraction."""
        result = {"content_id": content.id, "page_routes": content.page_routes}
        return self.model_copy(update={**result, "estimated_cost": content.cost, "parsed": content.created})

    def with_content(self, content_id: ContentId) -> "Document":
        return self.model_copy(update={"content_id": content_id})

    def not_corrected(self) -> "Document":
        """Without corrections: a person's approval was for the earlier values, a person's flag stays."""
        return self.model_copy(
            update={"duplicate_of": None, "changed_by": None, "flagged_by_hand": self.flagged_by_hand or None}
        )

    def compared(self, near: NearDuplicates) -> "Document":
        return self.model_copy(update=dict(near))

    def amended(self, fields: Mapping[str, Any], *, content_id: ContentId, changed_by: str) -> "Document":
        """With ``fields`` of the head as a person set them, and the content of that change."""
        return self.model_copy(update={**fields, "content_id": content_id, "changed_by": changed_by})

    # Final states.

    def reviewed(self, bill: Bill, verdict: Verdict) -> "Document":
        """With the status that ``bill`` deserves and its digest."""
        digest, truncated = digest_of(bill)
        summary = {"digest": digest, "truncated": truncated, "pages": bill.pages, "is_utility_bill": True}
        announced = self.announced or bool(bill.bill_date and bill.charges_units)
        return self.model_copy(update={**dict(verdict), **summary, "announced": announced})

    def rejected(self, reason: StatusReason, detail: str, content: Content | None = None) -> "Document":
        """REJECTED without the results of earlier versions; ``content`` is the result of the rejected extraction."""
        cleared = {"content_id": None, "digest": None, "truncated": False, "is_flagged": False, "page_routes": ()}
        verdict = {"status": Status.REJECTED, "status_reason": reason, "status_detail": detail}
        is_bill = False if reason is StatusReason.NOT_A_UTILITY_BILL else None
        kind = {"is_utility_bill": is_bill, "is_archive": False, "near_duplicate_of": None}
        rejected = self.model_copy(update={**cleared, **verdict, **kind})
        return rejected.extracted(content) if content else rejected

    def unpacked(self) -> "Document":
        return self.model_copy(update={"status": Status.UNPACKED, "is_archive": True})

    def copied_from(self, original: "Document", content_id: ContentId, now: datetime) -> "Document":
        """With the result of ``original``, which has the same bytes, at no cost."""
        copied = {name: getattr(original, name) for name in _COPIED}
        own = {"content_id": content_id, "parsed": now, "duplicate_of": original.id, "estimated_cost": Decimal(0)}
        return self.model_copy(update={**copied, **own})

    def needs_review(self, reason: StatusReason, detail: str) -> "Document":
        verdict = {"status": Status.NEEDS_REVIEW, "status_reason": reason, "status_detail": detail, "is_flagged": True}
        return self.model_copy(update=verdict)

    def closed(self, now: datetime) -> "Document":
        """The next version, without lease, due time and OCR job."""
        settled = {"version": self.version + 1, "updated": now, "claimed_until": None, "due_at": None}
        return self.model_copy(update={**settled, "ocr_job_id": None, "attempts": 0})

    def hidden(self, *, now: datetime, due_at: datetime) -> "Document":
        """Deleted; an unfinished one ends as rejected, so that its job does not wait for it."""
        deleted: dict[str, Any] = {
            "deleted": now,
            "updated": now,
            "due_at": due_at,
            "claimed_until": None,
            "ocr_job_id": None,
        }
        if not self.status.is_final:
            deleted |= {"status": Status.REJECTED, "status_reason": StatusReason.DELETED}
        return self.model_copy(update=deleted)

    def split_off(self, bill_id: DocumentId) -> "Document":
        """The unread document of a further bill in the same file, of the same job and sender."""
        return self.model_copy(update={"id": bill_id, "split_from": self.id, **_INITIAL})


_COPIED = (
    *("status", "status_reason", "status_detail", "is_flagged", "is_utility_bill", "announced"),
    *("pages", "page_routes", "digest", "truncated", "near_duplicate_of", "revised_document_id"),
)
"""Fields that a document with the same bytes takes from the original."""

_INITIAL: dict[str, Any] = {
    "status": Status.PROCESSING,
    "version": 0,
    "announced": False,
    "attempts": 0,
    **dict.fromkeys(("flagged_by_hand", "duplicate_of", "near_duplicate_of", "revised_document_id")),
    **dict.fromkeys(("claimed_until", "due_at", "ocr_job_id")),
}


def extracted_content_id(document: Document) -> ContentId:
    """The content id of the next version, unique to the present claim of ``document``."""
    return ContentId(f"{document.version + 1}-{document.fence}")


def manual_content_id(document: Document, unique: str) -> ContentId:
    """The content id of a person's next version of ``document``; ``unique`` is a fresh id."""
    return ContentId(f"{document.version + 1}-{unique}")

"""One uploaded bill file, composed of values, and the transitions between its states."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from billhook.domain.bill import Bill, Check
from billhook.domain.content import Content, DocumentResult, Duplicates, NearDuplicates
from billhook.domain.document_status import (
    Lease,
    Outcome,
    Review,
    Status,
    StatusReason,
    Verdict,
    needs_review,
    rejected,
)
from billhook.domain.head_patch import HeadPatch
from billhook.domain.identity import Identity
from billhook.domain.ids import CompanyId, ContentId, DocumentId, JobId, SiteId
from billhook.domain.patch import patched
from billhook.domain.stored_file import StoredFile
from billhook.domain.submission import Submission


@dataclass(frozen=True, kw_only=True)
class Document:
    """The head of a document.

    ``version`` is 0 before the first result; each later result adds one. A ``deleted`` document is hidden; its row
    stays until everything that belongs to it is erased.

    An archive has a head too, so that it is claimed and finished like other files. ``file.is_archive`` keeps it out of
    every list; the documents that it contained name it as their ``identity.archive_id``.
    """

    identity: Identity
    submission: Submission = field(default_factory=Submission)
    file: StoredFile
    lease: Lease = field(default_factory=Lease)
    verdict: Verdict
    result: DocumentResult = field(default_factory=DocumentResult)
    duplicates: Duplicates = field(default_factory=Duplicates)
    review: Review = field(default_factory=Review)
    version: int = 0
    updated: datetime
    deleted: datetime | None = None

    @classmethod
    def submitted(
        cls,
        identity: Identity,
        submission: Submission,
        file: StoredFile,
        *,
        due_at: datetime,
        status: Status = Status.PROCESSING,
    ) -> "Document":
        """A new document whose bytes should be in the bucket by ``due_at``."""
        return cls(
            identity=identity,
            submission=submission,
            file=file,
            lease=Lease(due_at=due_at),
            verdict=Verdict(status=status),
            updated=identity.created,
        )

    @property
    def id(self) -> DocumentId:
        return self.identity.id

    @property
    def company_id(self) -> CompanyId:
        return self.identity.company_id

    @property
    def site_id(self) -> SiteId | None:
        return self.identity.site_id

    @property
    def job_id(self) -> JobId | None:
        return self.identity.job_id

    @property
    def created(self) -> datetime:
        return self.identity.created

    @property
    def status(self) -> Status:
        return self.verdict.status

    @property
    def outcome(self) -> Outcome | None:
        """What this document counts as in its job, once final."""
        if not self.status.is_final:
            return None
        if self.status is Status.UNPACKED:
            return Outcome.UNPACKED
        if self.duplicates.duplicate_of:
            return Outcome.DUPLICATE
        if self.status is not Status.REJECTED:
            return Outcome.PARSED
        return Outcome.NON_UTILITY if self.verdict.status_reason is StatusReason.NOT_A_UTILITY_BILL else Outcome.FAILED

    @property
    def outcome_name(self) -> str:
        """The name of the final state for statistics: the reason of a rejection, ``DUPLICATE``, else the status."""
        if self.status is Status.REJECTED and self.verdict.status_reason:
            return self.verdict.status_reason.value
        return Outcome.DUPLICATE.name if self.outcome is Outcome.DUPLICATE else self.status.value

    @property
    def action_required(self) -> bool:
        """Whether a person has to do something: look at the values, or hand in a better file."""
        return self.status is Status.NEEDS_REVIEW or self.outcome is Outcome.FAILED

    # Lease.

    def claimed(self, until: datetime) -> "Document":
        return replace(self, lease=self.lease.claimed(until))

    def attempted(self) -> "Document":
        return replace(self, lease=self.lease.attempted())

    def released(self, due_at: datetime) -> "Document":
        return replace(self, lease=self.lease.released(due_at))

    def retried(self, due_at: datetime) -> "Document":
        return replace(self, lease=self.lease.retried(due_at))

    def seized(self) -> "Document":
        return replace(self, lease=self.lease.seized())

    # File.

    def fetched(self, *, file_name: str, content_type: str, size: int, due_at: datetime) -> "Document":
        """Downloaded from its URL and released, so that the parser can claim it."""
        file = self.file.fetched(file_name=file_name, content_type=content_type, size=size)
        return replace(self, file=file, lease=self.lease.released(due_at))

    def loaded(self, file: StoredFile) -> "Document":
        return replace(self, file=file)

    def as_archive(self) -> "Document":
        return replace(self, file=self.file.as_archive(), verdict=self.verdict.started())

    # Processing.

    def started(self) -> "Document":
        """In PROCESSING as a document, even if its name is that of an archive."""
        return replace(self, file=self.file.as_document(), verdict=self.verdict.started())

    def waiting_for_ocr(self, ocr_job_id: str, *, now: datetime, due_at: datetime) -> "Document":
        lease = self.lease.waiting_for_ocr(ocr_job_id, due_at)
        return replace(self, lease=lease, verdict=self.verdict.waiting_for_ocr(), updated=now)

    def reopened(self, *, now: datetime, due_at: datetime) -> "Document":
        """In PROCESSING again; the last version stays readable."""
        return replace(self, lease=self.lease.reopened(due_at), verdict=self.verdict.reopened(), updated=now)

    def extracted(self, content: Content) -> "Document":
        return replace(self, result=self.result.extracted(content))

    def charged(self, cost: Decimal) -> "Document":
        """With what OCR cost so far, where the result is not stored yet."""
        return replace(self, result=self.result.charged(cost)) if cost else self

    def with_content(self, content_id: ContentId) -> "Document":
        return replace(self, result=self.result.with_content(content_id))

    def not_corrected(self) -> "Document":
        """Read from its own file, without corrections."""
        return replace(self, duplicates=self.duplicates.read(), review=self.review.not_corrected())

    def compared(self, near: NearDuplicates) -> "Document":
        return replace(self, duplicates=self.duplicates.compared(near))

    def amended(self, patch: HeadPatch, *, content_id: ContentId, changed_by: str) -> "Document":
        """With the fields of the head as a person set them, and the content of that change."""
        notes = patched(patch.notes, self.submission.notes)
        info = patched(patch.info, self.submission.info)
        revised_id = patched(patch.revised_document_id, self.duplicates.revised_document_id)
        flagged = patched(patch.flagged_by_hand, self.review.flagged_by_hand)
        return replace(
            self,
            identity=self.identity.at_site(patched(patch.site_id, self.site_id)),
            submission=self.submission.annotated(notes, info),
            result=self.result.with_content(content_id),
            duplicates=self.duplicates.revising(revised_id),
            review=Review(flagged_by_hand=flagged, changed_by=changed_by),
        )

    # Final states.

    def reviewed(self, bill: Bill, verdict: Verdict) -> "Document":
        """With the status that ``bill`` deserves and its digest."""
        return replace(self, result=self.result.reviewed(bill), verdict=verdict)

    def rejected(self, reason: StatusReason, detail: str, content: Content | None = None) -> "Document":
        """REJECTED without the results of earlier versions; ``content`` is the result of the rejected extraction."""
        result = self.result.rejected(is_utility_bill=False if reason is StatusReason.NOT_A_UTILITY_BILL else None)
        return replace(
            self,
            file=self.file.as_document(),
            verdict=rejected(reason, detail),
            result=result.extracted(content) if content else result,
            duplicates=self.duplicates.rejected(),
        )

    def unpacked(self) -> "Document":
        return replace(self, file=self.file.as_archive(), verdict=self.verdict.unpacked())

    def copied_from(self, original: "Document", content_id: ContentId, now: datetime) -> "Document":
        """With the result of ``original``, which has the same bytes, at no cost."""
        return replace(
            self,
            verdict=original.verdict,
            result=original.result.copied(content_id, now),
            duplicates=original.duplicates.of_original(original.id),
        )

    def needs_review(self, reason: StatusReason, detail: str) -> "Document":
        return replace(self, verdict=needs_review(reason, detail))

    def closed(self, now: datetime) -> "Document":
        """The next version, without lease, due time and OCR job."""
        return replace(self, version=self.version + 1, updated=now, lease=self.lease.ended())

    def hidden(self, *, now: datetime, due_at: datetime) -> "Document":
        """Deleted, and due for its erasure."""
        return replace(self, lease=self.lease.ended(due_at), verdict=self.verdict.deleted(), deleted=now, updated=now)

    def erased(self, due_at: datetime | None) -> "Document":
        """What remains of a deleted document: nothing of its sender, file or bill. Due while bytes may still arrive."""
        return Document(
            identity=self.identity.erased(),
            file=self.file.erased(),
            lease=self.lease.ended(due_at),
            verdict=self.verdict.erased(),
            version=self.version,
            updated=self.updated,
            deleted=self.deleted,
        )

    def split_off(self, bill_id: DocumentId) -> "Document":
        """The unread document of a further bill in the same file, of the same job and sender."""
        return Document(
            identity=self.identity.split_off(bill_id),
            submission=self.submission,
            file=self.file,
            lease=self.lease.ended(),
            verdict=Verdict(status=Status.PROCESSING),
            updated=self.updated,
            deleted=self.deleted,
        )


def extracted_content_id(document: Document) -> ContentId:
    """The content id of the next version, unique to the present claim of ``document``."""
    return ContentId(f"{document.version + 1}-{document.lease.fence}")


def manual_content_id(document: Document, unique: str) -> ContentId:
    """The content id of a person's next version of ``document``; ``unique`` is a fresh id."""
    return ContentId(f"{document.version + 1}-{unique}")


ONE_BILL = "one_bill"
"""The check that a file holds one bill only."""


def reviewed(document: Document, bill: Bill) -> Document:
    """``document`` with the status that follows from ``bill``, its near duplicates and a person's flag.

    PARSED if no required field is missing and all checks pass, or if a person approved it; else NEEDS_REVIEW.
    """
    is_suspect = bool(bill.failed_checks) or document.duplicates.near_duplicate_of is not None
    by_hand = document.review.flagged_by_hand
    is_flagged = is_suspect if by_hand is None else by_hand
    return document.reviewed(bill, _verdict(bill, is_flagged=is_flagged, is_approved=document.review.is_approved))


def unsplit(bill: Bill, detail: str) -> Bill:
    """``bill``, the first of a file that is not split, with the failed check that causes its review."""
    return bill.model_copy(update={"checks": (*bill.checks, Check(name=ONE_BILL, holds=False, detail=detail))})


def _verdict(bill: Bill, *, is_flagged: bool, is_approved: bool) -> Verdict:
    failed = [check.name for check in bill.failed_checks]
    if bill.lacks:
        reason, detail = StatusReason.MISSING_FIELDS, ", ".join(bill.lacks)
    elif failed and not is_approved:
        reason = StatusReason.TOO_MANY_BILLS if ONE_BILL in failed else StatusReason.FAILED_CHECKS
        detail = ", ".join(failed)
    else:
        return Verdict(status=Status.PARSED, is_flagged=is_flagged)
    return needs_review(reason, detail, is_flagged=is_flagged)

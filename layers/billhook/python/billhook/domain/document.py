"""One bill file handed in: its states, why it ended there, and who works on it now."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.ids import CompanyId, ContentId, DocumentId, JobId, SiteId
from billhook.domain.value import Value

MAX_LISTED_USAGE = 12
"""More usage entries than this stay out of the head, which is one table item of at most 8 KB."""


class Status(StrEnum):
    """AWAITING_UPLOAD -> PROCESSING (WAITING_OCR inside) -> PARSED | NEEDS_REVIEW | REJECTED; an archive: UNPACKED."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    PROCESSING = "PROCESSING"
    WAITING_OCR = "WAITING_OCR"
    PARSED = "PARSED"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    REJECTED = "REJECTED"
    UNPACKED = "UNPACKED"

    @property
    def is_final(self) -> bool:
        return self in (Status.PARSED, Status.NEEDS_REVIEW, Status.REJECTED, Status.UNPACKED)

    @property
    def shown(self) -> "Status":
        """What customers see: waiting for OCR is processing to them, and an unpacked archive no document at all."""
        return Status.PROCESSING if self in {Status.WAITING_OCR, Status.UNPACKED} else self


class StatusReason(StrEnum):
    """Why a document was rejected, or what a reviewer should look at. Stable codes."""

    NOT_A_UTILITY_BILL = "not_a_utility_bill"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_BILLS = "too_many_bills"
    FETCH_FAILED = "fetch_failed"
    NEVER_UPLOADED = "never_uploaded"
    UNSAFE = "unsafe"
    TIMEOUT = "timeout"
    DELETED = "deleted"
    JOB_TOO_LARGE = "job_too_large"
    MISSING_FIELDS = "missing_fields"
    FAILED_CHECKS = "failed_checks"


class SourceType(StrEnum):
    INVOICE = "INVOICE"
    SMART_METER = "SMART_METER"
    MANUAL = "MANUAL"


class Outcome(StrEnum):
    """What a document is to its job; each ends in exactly one of the job's four lists, an unpacked archive in none."""

    PARSED = "PARSED"
    DUPLICATE = "DUPLICATE"
    NON_UTILITY = "NON_UTILITY"
    FAILED = "FAILED"
    UNPACKED = "UNPACKED"


class PageRoute(Value):
    """How one page was read (``reading.Route``)."""

    page: int
    route: str


class Document(Value):
    """The head of a document. ``version`` is 0 until something was read; each change adds one.

    ``content_id`` names what this version says, ``parsed`` is when it was last read (or entered). ``job_id`` is None
    when it was entered by hand. ``flagged_by_hand`` is what a person said of it, if anybody did; ``changed_by`` is
    who corrected or entered this version, None when it was read. Once
    ``deleted`` it is gone for everybody; the row stays until all that belongs to it is removed.

    ``fence`` grows with each claim; only the holder of the newest fence may commit. ``due_at`` is when
    the sweeper looks at an unfinished document; a final one has none. ``digest`` is the bill as lists show it.

    An archive has a head as well, so that it is held and finished as everything handed in, but it is no document:
    ``is_archive`` keeps it out of every list. What was in it are documents with its id as their ``archive_id``.
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


class Content(Value):
    """What one attempt made of a document, immutable, as stored beside the file.

    Several may be stored for a version that is contended; the one that the version's head names is the version.
    ``cost`` is what reading it cost in USD. ``bills`` is how many the file held: this is the first, the others are in
    contents of their own, under the ids of their documents.
    """

    id: ContentId
    document_id: DocumentId
    version: int
    created: datetime
    bill: Bill | None = None
    page_routes: tuple[PageRoute, ...] = ()
    cost: Decimal = Decimal(0)
    bills: int = 1


def read_content_id(document: Document) -> ContentId:
    """The id of what the present holder of ``document`` reads for its next version: no other holder has the same."""
    return ContentId(f"{document.version + 1}-{document.fence}")


def said_content_id(document: Document, fresh: str) -> ContentId:
    """The id of what a person says for the next version of ``document``; ``fresh`` is an id that nobody else has."""
    return ContentId(f"{document.version + 1}-{fresh}")


def digest_of(bill: Bill) -> tuple[Bill, bool]:
    """What lists show of ``bill``, and whether its usage had to give way to keep the head small."""
    truncated = len(bill.usage_data) > MAX_LISTED_USAGE
    usage = () if truncated else bill.usage_data
    short = {"line_items": (), "usage_history": (), "evidence": {}, "checks": (), "usage_data": usage}
    return bill.model_copy(update=short), truncated

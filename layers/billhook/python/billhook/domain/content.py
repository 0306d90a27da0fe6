"""The stored result of one extraction or of one manual change, and the result as the head of a document holds it.

Lists show a digest of the bill. Fingerprints find other files of the bill, which are its duplicates: equal issuer,
account, period and total are a near duplicate; without the total, a revision.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from billhook.domain.bill import Bill
from billhook.domain.ids import ContentId, DocumentId
from billhook.domain.value import Value

MAX_LISTED_USAGE = 12
"""More usage entries than this are left out of the head, which is one table item of at most 8 KB."""


class PageRoute(Value):
    """How one page was read (``reading.Route``)."""

    page: int
    route: str


class Content(Value):
    """The immutable result of one attempt at a document, stored as JSON next to the file.

    A contended version may have several; the document's head names the valid one. ``cost`` is the cost of reading in
    USD. ``bills`` is the number of bills in the file: this is the first, each further one has its own content under
    the id of its own document.
    """

    id: ContentId
    document_id: DocumentId
    version: int
    created: datetime
    bill: Bill | None = None
    page_routes: tuple[PageRoute, ...] = ()
    cost: Decimal = Decimal(0)
    bills: int = 1

    def copied_for(self, document_id: DocumentId, content_id: ContentId, version: int, created: datetime) -> "Content":
        """The same result for another document with the same bytes."""
        copied = {"id": content_id, "document_id": document_id, "version": version, "created": created}
        return self.model_copy(update=copied)

    def split_off(
        self, document_id: DocumentId, bill: Bill, *, page_routes: tuple[PageRoute, ...], cost: Decimal
    ) -> "Content":
        """The content of a further bill of the same file: the first version of its document."""
        bill_fields = {"bill": bill, "page_routes": page_routes, "cost": cost, "bills": 1}
        identity = {"document_id": document_id, "id": self.split_content_id, "version": 1}
        return self.model_copy(update={**bill_fields, **identity})

    @property
    def split_content_id(self) -> ContentId:
        """The id under which the same attempt stored the further bills of the file."""
        return ContentId(f"1-{self.id.rpartition('-')[2]}")


def digest_of(bill: Bill) -> tuple[Bill, bool]:
    """``bill`` as lists show it, and whether its usage was left out to keep the head small."""
    truncated = len(bill.usage_data) > MAX_LISTED_USAGE
    usage = () if truncated else bill.usage_data
    short = {"line_items": (), "usage_history": (), "evidence": {}, "checks": (), "witnesses": (), "usage_data": usage}
    return bill.model_copy(update=short), truncated


_WORD = re.compile(r"[^\W_]+")


def same_bill_fingerprint(bill: Bill) -> str | None:
    """Equal for bills of one issuer and account, over one period, of one total; None when the bill lacks one of them.

    A bill that prints no period has that of its date.
    """
    period = _period(bill) or (bill.bill_date.isoformat() if bill.bill_date else None)
    if bill.total_charges is None or period is None:
        return None
    return _mark("bill", _issuer(bill), _account(bill), period, f"{bill.total_charges.normalize():f}")


def same_period_fingerprint(bill: Bill) -> str | None:
    """Equal for bills of one issuer and account over one period for the same meters, with any total."""
    meters = sorted({_plain(meter.value) or "" for usage in bill.usage_data for meter in usage.identifiers})
    kinds = sorted({usage.datasource_type.value for usage in bill.usage_data})
    return _mark("period", _issuer(bill), _account(bill), _period(bill), " ".join([*kinds, *meters]))


def _issuer(bill: Bill) -> str | None:
    return _plain(bill.utility_name)


def _account(bill: Bill) -> str | None:
    return _plain(bill.account_number)


def _period(bill: Bill) -> str | None:
    starts = [usage.start_date for usage in bill.usage_data if usage.start_date]
    ends = [usage.end_date for usage in bill.usage_data if usage.end_date]
    return f"{min(starts)}/{max(ends)}" if starts and ends else None


def _plain(text: str | None) -> str | None:
    """Letters and digits only: prints differ in spaces, dashes and case."""
    return "".join(_WORD.findall((text or "").casefold())) or None


def _mark(kind: str, *parts: str | None) -> str | None:
    """Hashed, because account numbers must not be in keys."""
    if not all(parts):
        return None
    return f"{kind}-{hashlib.sha256(chr(31).join(part or '' for part in parts).encode()).hexdigest()}"


@dataclass(frozen=True, kw_only=True)
class DocumentResult:
    """``content_id`` is the stored content of this version, ``parsed`` the time of its extraction or entry.

    ``estimated_cost`` is that of reading, in USD. ``pages`` are those of the bill in the file. ``digest`` is the bill
    as lists show it, ``truncated`` whether its usage was left out. ``announced`` is whether a version had the required
    fields. ``is_utility_bill`` is None until that is known.
    """

    content_id: ContentId | None = None
    parsed: datetime | None = None
    page_routes: tuple[PageRoute, ...] = ()
    estimated_cost: Decimal = Decimal(0)
    pages: tuple[int, ...] = ()
    digest: Bill | None = None
    truncated: bool = False
    announced: bool = False
    is_utility_bill: bool | None = None

    def extracted(self, content: Content) -> "DocumentResult":
        """With ``content`` as the result of its extraction."""
        read = replace(self, content_id=content.id, parsed=content.created)
        return replace(read, page_routes=content.page_routes, estimated_cost=content.cost)

    def charged(self, cost: Decimal) -> "DocumentResult":
        return replace(self, estimated_cost=cost)

    def with_content(self, content_id: ContentId) -> "DocumentResult":
        return replace(self, content_id=content_id)

    def reviewed(self, bill: Bill) -> "DocumentResult":
        """With the digest of ``bill``."""
        digest, truncated = digest_of(bill)
        announced = self.announced or not bill.lacks
        summary = replace(self, digest=digest, truncated=truncated, pages=bill.pages)
        return replace(summary, announced=announced, is_utility_bill=True)

    def rejected(self, *, is_utility_bill: bool | None) -> "DocumentResult":
        """Without the results of earlier versions."""
        cleared = replace(self, content_id=None, digest=None, truncated=False, page_routes=())
        return replace(cleared, is_utility_bill=is_utility_bill)

    def copied(self, content_id: ContentId, now: datetime) -> "DocumentResult":
        """The same result for a document with the same bytes, at no cost. The copy has no event yet."""
        return replace(self, content_id=content_id, parsed=now, estimated_cost=Decimal(0), announced=False)


@dataclass(frozen=True, kw_only=True)
class NearDuplicates:
    """What a bill was compared with: the document of the same bill, or the one that it revises."""

    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None


@dataclass(frozen=True, kw_only=True)
class Duplicates:
    """``duplicate_of`` has the same bytes, ``near_duplicate_of`` other bytes and the same total.

    ``revised_document_id`` is the document that this bill revises.
    """

    duplicate_of: DocumentId | None = None
    near_duplicate_of: DocumentId | None = None
    revised_document_id: DocumentId | None = None

    def of_original(self, original_id: DocumentId) -> "Duplicates":
        """Those of a document with the same bytes as ``original_id``, whose near duplicates these are."""
        return replace(self, duplicate_of=original_id)

    def compared(self, near: NearDuplicates) -> "Duplicates":
        near_id, revised_id = near.near_duplicate_of, near.revised_document_id
        return replace(self, near_duplicate_of=near_id, revised_document_id=revised_id)

    def revising(self, revised_document_id: DocumentId | None) -> "Duplicates":
        return replace(self, revised_document_id=revised_document_id)

    def read(self) -> "Duplicates":
        """Those of a document that was read itself, which is no copy."""
        return replace(self, duplicate_of=None)

    def rejected(self) -> "Duplicates":
        return replace(self, near_duplicate_of=None)

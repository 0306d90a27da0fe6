"""The result of a document: its content, how it was read, and the bill as lists show it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from billhook.domain.bill import Bill
from billhook.domain.content import Content, PageRoute, digest_of
from billhook.domain.ids import ContentId


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

    def with_content(self, content_id: ContentId) -> "DocumentResult":
        return replace(self, content_id=content_id)

    def reviewed(self, bill: Bill) -> "DocumentResult":
        """With the digest of ``bill``."""
        digest, truncated = digest_of(bill)
        announced = self.announced or bool(bill.bill_date and bill.charges_units)
        summary = replace(self, digest=digest, truncated=truncated, pages=bill.pages)
        return replace(summary, announced=announced, is_utility_bill=True)

    def rejected(self, *, is_utility_bill: bool | None) -> "DocumentResult":
        """Without the results of earlier versions."""
        cleared = replace(self, content_id=None, digest=None, truncated=False, page_routes=())
        return replace(cleared, is_utility_bill=is_utility_bill)

    def copied(self, content_id: ContentId, now: datetime) -> "DocumentResult":
        """The same result for a document with the same bytes, at no cost."""
        return replace(self, content_id=content_id, parsed=now, estimated_cost=Decimal(0))

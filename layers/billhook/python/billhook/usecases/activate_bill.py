"""Let a document that was read compete for being the active bill of its site."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.company import ActiveBillPolicy, Site
from billhook.domain.document import Document, Outcome
from billhook.domain.events import Event
from billhook.ports import Companies


@dataclass(frozen=True)
class ActivateBill:
    """By the site's policy the newest wins, whatever the order in which they come; duplicates compete as well."""

    companies: Companies

    def __call__(self, document: Document, event: Event) -> None:
        if document.site_id is None or document.outcome not in {Outcome.PARSED, Outcome.DUPLICATE}:
            return
        site = self.companies.site(document.site_id)
        rank = _rank(site, document, parsed=event.occurred) if site else None
        if rank:
            self.companies.activate(document.site_id, document.id, rank=rank)


def _rank(site: Site, document: Document, *, parsed: datetime) -> str | None:
    """Sorts as the policy wants; None when the document cannot compete by it."""
    if site.active_bill is ActiveBillPolicy.LATEST_STATEMENT:
        bill_date = document.digest.bill_date if document.digest else None
        return f"{bill_date} {parsed.isoformat(timespec='microseconds')}" if bill_date else None
    when = document.created if site.active_bill is ActiveBillPolicy.LAST_UPLOADED else parsed
    return f"{when.isoformat(timespec='microseconds')} {document.id}"

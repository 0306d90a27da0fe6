"""Delete the documents of a company that are older than its retention."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.ports.queues import EraseQueue
from billhook.usecases.documents.steps.hide_document import HideDocument
from billhook.wire.messages import company_message

AT_ONCE = 200
"""Documents hidden per message; a further message continues, so that no run is cut off."""

EVERY = timedelta(days=1)


@dataclass(frozen=True)
class ExpireDocuments:
    """Hide documents one by one, oldest first; each is then erased by a message of its own.

    The sweeper asks for it once a day for each company that has a retention. Can be repeated at any point.
    """

    companies: Companies
    documents: Documents
    hide_document: HideDocument
    erase_queue: EraseQueue
    clock: Clock

    def __call__(self, company_id: CompanyId) -> None:
        """Ignores a company that is absent or deleted, or that keeps its documents. Raises Retryable."""
        company, now = self.companies.get(company_id), self.clock.now()
        if company is None or company.deleted or (kept_since := company.kept_since(now)) is None:
            return
        expired = self.documents.handed_in_before(company.id, kept_since, limit=AT_ONCE)
        for document in expired:
            self.hide_document.hide(document)
        if len(expired) == AT_ONCE:
            self.erase_queue.send(company_message(company.id))
        else:
            self.companies.postpone(company.id, now + EVERY)

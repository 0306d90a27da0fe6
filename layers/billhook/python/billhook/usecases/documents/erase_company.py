"""Erase a deleted company: its documents, and whatever else is stored about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook import names
from billhook.domain.company import Company
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies, CompanyRows
from billhook.ports.deliveries import Destinations
from billhook.ports.documents import Contents, Documents
from billhook.ports.files import Files
from billhook.ports.lists import PageRequest
from billhook.ports.queues import EraseQueue
from billhook.usecases.documents.steps.hide_document import HideDocument
from billhook.wire.messages import company_message

AT_ONCE = 200
"""Documents hidden, or other items removed, per message; a further message continues, so that no run is cut off."""

_PAGE = PageRequest(limit=100)


@dataclass(frozen=True)
class EraseCompany:
    """Hide documents one by one; each is then erased by a message of its own. Can be repeated at any point.

    At the end all objects below the company's prefixes are deleted, also those without rows, and then all rows but bare
    ones of the company and its documents.
    """

    companies: Companies
    company_rows: CompanyRows
    documents: Documents
    destinations: Destinations
    files: Files
    contents: Contents
    hide_document: HideDocument
    erase_queue: EraseQueue
    clock: Clock

    def __call__(self, company_id: CompanyId) -> None:
        """Ignores a company that is absent, not deleted, or can be restored. Raises Retryable."""
        company = self.companies.get(company_id)
        if company is None or not company.must_be_erased(self.clock.now()):
            return
        self._hide_destinations(company)
        hidden = self._hide_documents(company)
        if hidden == AT_ONCE:
            self.erase_queue.send(company_message(company.id))
        elif hidden == 0:
            self._erase_the_rest(company)

    def _erase_the_rest(self, company: Company) -> None:
        """The company's row is stripped last, so that an interrupted erasure stays due."""
        for prefix in (names.INCOMING_PREFIX, names.DROP_PREFIX):
            self.files.delete_all_below(f"{prefix}{company.id}/")
        self.contents.erase(company.id)
        if self.company_rows.erase(company.id, AT_ONCE) == AT_ONCE:
            self.erase_queue.send(company_message(company.id))
        else:
            self.companies.save(company.erased())

    def _hide_destinations(self, company: Company) -> None:
        now, part = self.clock.now(), _PAGE
        while True:
            listed = self.destinations.page(company.id, part)
            for destination in listed.items:
                self.destinations.hide(destination.hidden(now))
            if not listed.cursor:
                return
            part = PageRequest(_PAGE.limit, listed.cursor)

    def _hide_documents(self, company: Company) -> int:
        """The number of documents found. A document that changes concurrently is found again by the next call."""
        count = 0
        for document in self._visible(company):
            self.hide_document.hide(document)
            count += 1
            if count == AT_ONCE:
                break
        return count

    def _visible(self, company: Company) -> Iterator[Document]:
        """Documents that are not hidden, and their archives, which are in no list."""
        part = _PAGE
        while True:
            listed = self.documents.page(company.id, part)
            archives = {document.identity.archive_id for document in listed.items if document.identity.archive_id}
            heads = self.documents.get_many([*(document.id for document in listed.items), *sorted(archives)])
            yield from (head for head in heads if not head.deleted)
            if not listed.cursor:
                return
            part = PageRequest(_PAGE.limit, listed.cursor)

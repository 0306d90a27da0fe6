"""Erase a deleted company: its documents and destinations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from billhook import names
from billhook.domain.company import Company
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.deliveries import Destinations
from billhook.ports.documents import Contents, Documents
from billhook.ports.files import Files
from billhook.ports.lists import PageRequest
from billhook.ports.queues import EraseQueue
from billhook.usecases.documents.steps.hide_document import HideDocument
from billhook.wire.messages import company_message

AT_ONCE = 200
"""Documents hidden per message; a further message continues, so that no run is cut off."""

LATEST_INTAKE = timedelta(minutes=30)
"""Requests that began before the deletion have written their rows by then."""

_PAGE = PageRequest(limit=100)


@dataclass(frozen=True)
class EraseCompany:
    """Documents are hidden one by one, each then erased by a message of its own. Can be done again at any point.

    At the end everything below the company's name is removed: also what no row knows of any more.
    """

    companies: Companies
    documents: Documents
    destinations: Destinations
    files: Files
    contents: Contents
    hide_document: HideDocument
    erase_queue: EraseQueue
    clock: Clock

    def __call__(self, company_id: CompanyId) -> None:
        """Does nothing for a company that lives. Raises Retryable."""
        company = self.companies.get(company_id)
        if company is None or company.deleted is None:
            return
        self._silence(company)
        hidden = self._hide_documents(company)
        if hidden == AT_ONCE:
            self.erase_queue.send(company_message(company.id))
        elif hidden == 0 and self.clock.now() >= company.deleted + LATEST_INTAKE:
            for prefix in (names.INCOMING_PREFIX, names.DROP_PREFIX):
                self.files.delete_all_below(f"{prefix}{company.id}/")
            self.contents.erase(company.id)
            self.companies.save(company.erased())

    def _silence(self, company: Company) -> None:
        now = self.clock.now()
        for destination in self.destinations.page(company.id, _PAGE).items:
            self.destinations.save(destination.hidden(now))

    def _hide_documents(self, company: Company) -> int:
        """How many were found; one that changed under our hands is found again by the next look."""
        found = 0
        for document in self._living(company):
            self.hide_document.hide(document)
            found += 1
            if found == AT_ONCE:
                break
        return found

    def _living(self, company: Company) -> Iterator[Document]:
        """Documents, and the archives that they came in, which are in no list."""
        part = _PAGE
        while True:
            listed = self.documents.page(company.id, part)
            archives = {one.identity.archive_id for one in listed.items if one.identity.archive_id}
            heads = self.documents.get_many([*(one.id for one in listed.items), *sorted(archives)])
            yield from (one for one in heads if not one.deleted)
            if not listed.cursor:
                return
            part = PageRequest(_PAGE.limit, listed.cursor)

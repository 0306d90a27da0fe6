"""Query the destinations and callbacks of a company."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationType
from billhook.domain.ids import CompanyId
from billhook.ports.deliveries import Destinations
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListDestinations:
    """List the destinations of a company, newest first."""

    scope: AccessPolicy
    destinations: Destinations

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Destination]:
        listed = self.destinations.page(self.scope(principal, company_id).id, part)
        return ListPage(tuple(item for item in listed.items if not item.deleted), listed.cursor)


_PAGE = 100


@dataclass(frozen=True)
class ListCallbacks:
    """List the callbacks of a company, newest first, without its other destinations."""

    scope: AccessPolicy
    destinations: Destinations

    def __call__(self, principal: Principal, company_id: CompanyId) -> tuple[Destination, ...]:
        every = self._every(self.scope(principal, company_id).id)
        return tuple(item for item in every if item.type is DestinationType.CALLBACK and item.deleted is None)

    def _every(self, company_id: CompanyId) -> Iterator[Destination]:
        part = PageRequest(_PAGE)
        while True:
            listed = self.destinations.page(company_id, part)
            yield from listed.items
            if listed.cursor is None:
                return
            part = PageRequest(_PAGE, listed.cursor)

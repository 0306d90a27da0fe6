"""The callbacks of a company, newest first; its other destinations are not among them."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationType
from billhook.domain.ids import CompanyId
from billhook.ports.deliveries import Destinations
from billhook.ports.lists import PageRequest
from billhook.usecases.access.access_policy import AccessPolicy

_PAGE = 100


@dataclass(frozen=True)
class ListCallbacks:
    scope: AccessPolicy
    destinations: Destinations

    def __call__(self, principal: Principal, company_id: CompanyId) -> tuple[Destination, ...]:
        every = self._every(self.scope(principal, company_id).id)
        return tuple(one for one in every if one.type is DestinationType.CALLBACK and one.deleted is None)

    def _every(self, company_id: CompanyId) -> Iterator[Destination]:
        part = PageRequest(_PAGE)
        while True:
            listed = self.destinations.page(company_id, part)
            yield from listed.items
            if listed.cursor is None:
                return
            part = PageRequest(_PAGE, listed.cursor)

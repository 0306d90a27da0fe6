"""The destinations of a company, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination
from billhook.domain.ids import CompanyId
from billhook.ports.deliveries import Destinations
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListDestinations:
    scope: AccessPolicy
    destinations: Destinations

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Destination]:
        listed = self.destinations.page(self.scope(principal, company_id).id, part)
        return ListPage(tuple(one for one in listed.items if not one.deleted), listed.cursor)

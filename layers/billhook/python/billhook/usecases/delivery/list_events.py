"""What a company was told of, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.clock import Clock
from billhook.ports.events import Outbox
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListEvents:
    """The table forgets late: what is older than promised is left out, and the list ends there."""

    scope: AccessPolicy
    outbox: Outbox
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Event]:
        listed = self.outbox.page(self.scope(principal, company_id).id, part)
        oldest = self.clock.now() - RETENTION
        kept = tuple(one for one in listed.items if one.occurred >= oldest)
        return ListPage(kept, listed.cursor if len(kept) == len(listed.items) else None)

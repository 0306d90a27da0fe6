"""What a company was told of, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.due import KEPT
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId
from billhook.ports.events import Outbox
from billhook.ports.lists import Listed, Slice
from billhook.ports.world import Clock
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class ListEvents:
    """The table forgets late: what is older than promised is left out, and the list ends there."""

    scope: Scope
    outbox: Outbox
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId, part: Slice) -> Listed[Event]:
        listed = self.outbox.page(self.scope(principal, company_id).id, part)
        oldest = self.clock.now() - KEPT
        kept = tuple(one for one in listed.items if one.occurred >= oldest)
        return Listed(kept, listed.cursor if len(kept) == len(listed.items) else None)

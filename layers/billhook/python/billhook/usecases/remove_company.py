"""Delete a company: gone at once for everybody, its documents and destinations after it."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.due import LOOK_AGAIN
from billhook.domain.ids import CompanyId
from billhook.ports.companies import Companies
from billhook.ports.queues import Queue
from billhook.ports.world import Clock
from billhook.usecases.scope import Scope
from billhook.wire.messages import company_message


@dataclass(frozen=True)
class RemoveCompany:
    """One write hides everything that it owns; what lies behind that is removed by ``EraseCompany``."""

    scope: Scope
    companies: Companies
    erase_queue: Queue
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId) -> None:
        company = self.scope(principal, company_id)
        now = self.clock.now()
        gone = {"deleted": now, "updated": now, "due_at": now + LOOK_AGAIN}
        self.companies.save(company.model_copy(update=gone))
        self.erase_queue.send(company_message(company.id))

"""Delete a company: hidden at once, its documents and destinations are erased afterwards."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import CompanyId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.queues import EraseQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.wire.messages import company_message


@dataclass(frozen=True)
class RemoveCompany:
    """One write hides everything that it owns; ``EraseCompany`` removes it."""

    scope: AccessPolicy
    companies: Companies
    erase_queue: EraseQueue
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId) -> None:
        company = self.scope(principal, company_id)
        now = self.clock.now()
        self.companies.save(company.hidden(now=now, due_at=now + RECHECK_DELAY))
        self.erase_queue.send(company_message(company.id))

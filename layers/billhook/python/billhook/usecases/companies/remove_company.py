"""Delete a company: hidden at once, its documents and destinations are erased when it can no longer be restored."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.errors import OnLegalHold
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class RemoveCompany:
    """One write hides everything that it owns; the sweeper has ``EraseCompany`` remove it."""

    scope: AccessPolicy
    companies: Companies
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId) -> None:
        """Raises NotFound, or OnLegalHold."""
        company = self.scope(principal, company_id)
        if company.legal_hold:
            raise OnLegalHold("The company is on legal hold: it must not be deleted.")
        self.companies.save(company.hidden(self.clock.now()))

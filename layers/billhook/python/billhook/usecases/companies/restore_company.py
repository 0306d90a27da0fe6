"""Restore a deleted company during the days in which its data is kept."""

from dataclasses import dataclass

from billhook.domain.company import Company, Principal
from billhook.domain.errors import Gone, NotFound, StaleLease
from billhook.domain.ids import CompanyId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class RestoreCompany:
    """One write shows everything again that it owns. A company that is not deleted stays as it is."""

    scope: AccessPolicy
    companies: Companies
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId) -> Company:
        """Return the company. Raises NotFound, or Gone when its erasure has begun."""
        company = self.companies.get(company_id) if is_id(company_id) else None
        limits = self.scope.limits(principal)
        is_foreign = company is None or company.account_id != principal.account_id
        if company is None or is_foreign or (limits is not None and company.id not in limits):
            raise NotFound
        if company.deleted is None:
            return company
        now = self.clock.now()
        if not company.can_be_restored(now):
            raise Gone("The company was erased.")
        restored = company.restored(now)
        try:
            self.companies.restore(restored, deleted=company.deleted)
        except StaleLease:
            raise Gone("The company was erased.") from None
        return restored

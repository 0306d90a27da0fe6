"""Change the name, the metadata and the limits of a company."""

from dataclasses import dataclass

from billhook.domain.company import Company, CompanyPatch, Principal
from billhook.domain.errors import Contended, Forbidden, StaleLease
from billhook.domain.ids import CompanyId
from billhook.domain.patch import UNSET
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy

ROUNDS = 5


@dataclass(frozen=True)
class UpdateCompany:
    """Other fields stay unchanged, so that concurrent changes of different fields are both kept."""

    scope: AccessPolicy
    companies: Companies
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId, patch: CompanyPatch) -> Company:
        """Raises NotFound, Contended under continuous changes, and Forbidden for ``files_per_day`` and
        ``legal_hold`` with a limited key: no company raises its own quota or lifts its own hold.
        """
        is_reserved = patch.files_per_day is not UNSET or patch.legal_hold is not UNSET
        if is_reserved and not principal.all_companies:
            raise Forbidden("Only a key of all companies changes filesPerDay and legalHold.")
        for _ in range(ROUNDS):
            before = self.scope(principal, company_id)
            if patch.is_empty:
                return before
            after = before.changed(patch, self.clock.now())
            try:
                self.companies.save(after, last_updated=before.updated)
            except StaleLease:
                continue
            return after
        raise Contended("The company is being changed by others.")

"""Change what a company is called, and the caller's own data with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billhook.domain.company import Company, Principal
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy

ROUNDS = 5
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class UpdateCompany:
    """Only what is named changes: two who change different things at once both have their way."""

    scope: AccessPolicy
    companies: Companies
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId, changes: Mapping[str, Any]) -> Company:
        """Raises NotFound, or Contended when others change it all the time."""
        for _ in range(ROUNDS):
            before = self.scope(principal, company_id)
            if not changes:
                return before
            updated = max(self.clock.now(), before.updated + _TICK)
            after = before.model_copy(update={**changes, "updated": updated})
            try:
                self.companies.save(after, last_updated=before.updated)
            except StaleLease:
                continue
            return after
        raise Contended("The company changes all the time.")

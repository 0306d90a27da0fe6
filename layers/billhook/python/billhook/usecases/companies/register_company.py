"""Add a company to the caller's account."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.company import Company, Principal
from billhook.domain.errors import Forbidden
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Companies


@dataclass(frozen=True)
class RegisterCompany:
    """Raises Forbidden for a key that is limited to certain companies: it could not see the new one."""

    companies: Companies
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, *, name: str, external_id: str | None = None, info: dict[str, Any] | None = None
    ) -> Company:
        if not principal.all_companies:
            raise Forbidden("This key is limited to certain companies and cannot add one.")
        now = self.clock.now()
        company = Company(
            id=CompanyId(self.ids.new()),
            account_id=principal.account_id,
            name=name,
            external_id=external_id,
            info=info,
            created=now,
            updated=now,
        )
        self.companies.add(company)
        return company

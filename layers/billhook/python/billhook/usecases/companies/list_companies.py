"""The companies that the caller may touch, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Company, Principal
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.ports.companies import Companies
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListCompanies:
    """A key limited to certain companies lists those; its cursor is the last company's id."""

    scope: AccessPolicy
    companies: Companies

    def __call__(self, principal: Principal, part: PageRequest) -> ListPage[Company]:
        limits = self.scope.limits(principal)
        if limits is None:
            listed = self.companies.page(principal.account_id, part)
            return ListPage(tuple(company for company in listed.items if not company.deleted), listed.cursor)
        return self._of_limited_key(principal, limits, part)

    def _of_limited_key(
        self, principal: Principal, limits: tuple[CompanyId, ...], part: PageRequest
    ) -> ListPage[Company]:
        left = sorted((one for one in set(limits) if part.cursor is None or one < part.cursor), reverse=True)
        shown = left[: part.limit]
        found = tuple(company for company in (self._find(principal, one) for one in shown) if company)
        return ListPage(found, shown[-1] if len(left) > len(shown) else None)

    def _find(self, principal: Principal, company_id: CompanyId) -> Company | None:
        try:
            return self.scope(principal, company_id)
        except NotFound:
            return None

"""Change a site: its name, address and active-bill policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billhook.domain.active_bill import rank_of
from billhook.domain.company import ActiveBillPolicy, Principal, Site
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import SiteId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill

_ROUNDS = 5


@dataclass(frozen=True)
class UpdateSite:
    """Other fields stay unchanged. A new policy ranks the present active bill first, then all others.

    A bill that competes meanwhile names the policy that it was ranked by, and is refused under the old one. After a
    crash the active bill is valid among the bills since; a repeat completes the change.
    """

    scope: AccessPolicy
    companies: Companies
    documents: Documents
    reselect_active_bill: ReselectActiveBill
    clock: Clock

    def __call__(self, principal: Principal, site_id: SiteId, changes: Mapping[str, Any]) -> Site:
        """``changes`` may hold the policy as ``active_bill``. Raises NotFound or Contended."""
        plain = {name: value for name, value in changes.items() if name != "active_bill"}
        if changes:
            self._change(principal, site_id, plain)
        if "active_bill" in changes:
            self._follow(principal, site_id, changes["active_bill"])
        return self.scope.site(principal, site_id)

    def _change(self, principal: Principal, site_id: SiteId, changes: Mapping[str, Any]) -> None:
        for _ in range(_ROUNDS):
            before = self.scope.site(principal, site_id)
            try:
                self.companies.save_site(before.changed(changes, self.clock.now()), last_updated=before.updated)
            except StaleLease:
                continue
            return
        raise Contended("The site is being changed by others.")

    def _follow(self, principal: Principal, site_id: SiteId, policy: ActiveBillPolicy) -> None:
        for _ in range(_ROUNDS):
            site = self.scope.site(principal, site_id)
            active = self.documents.get(site.active_document_id) if site.active_document_id else None
            rank = rank_of(policy, active) if active else None
            try:
                self.companies.replace_active(site, policy, site.active_document_id, rank=rank)
            except StaleLease:
                continue
            self.reselect_active_bill.reselect(site_id)
            return
        raise Contended("The site is being changed by others.")

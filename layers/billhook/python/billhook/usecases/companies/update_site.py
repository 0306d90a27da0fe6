"""Change a site: its name, address and active-bill policy."""

from dataclasses import dataclass, replace

from billhook.domain.active_bill import rank_of
from billhook.domain.company import ActiveBillPolicy, Principal, Site, SitePatch
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import SiteId
from billhook.domain.patch import UNSET
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

    def __call__(self, principal: Principal, site_id: SiteId, patch: SitePatch) -> Site:
        """Raises NotFound or Contended."""
        if not patch.is_empty:
            self._change(principal, site_id, replace(patch, active_bill=UNSET))
        if patch.active_bill is not UNSET:
            self._follow(principal, site_id, patch.active_bill)
        return self.scope.site(principal, site_id)

    def _change(self, principal: Principal, site_id: SiteId, patch: SitePatch) -> None:
        for _ in range(_ROUNDS):
            before = self.scope.site(principal, site_id)
            try:
                self.companies.save_site(before.changed(patch, self.clock.now()), last_updated=before.updated)
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

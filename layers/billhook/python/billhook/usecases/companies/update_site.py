"""Change a site: what it is called, where it is, and which of its bills is the active one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from billhook.domain.active_bill import rank_of
from billhook.domain.company import ActiveBillPolicy, Principal, Site
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import SiteId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.companies.reselect_active_bill import ReselectActiveBill

_ROUNDS = 5
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class UpdateSite:
    """Only what is named changes. A new policy ranks the present active bill first, then all others.

    Whoever competes meanwhile names the policy that it ranked by, and is refused when it is the old one. Should this
    end half-way, the active bill is right among those that came since, and asking again completes it.
    """

    scope: AccessPolicy
    companies: Companies
    documents: Documents
    rechoose: ReselectActiveBill
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
            updated = max(self.clock.now(), before.updated + _TICK)
            try:
                self.companies.save_site(
                    before.model_copy(update={**changes, "updated": updated}), last_updated=before.updated
                )
            except StaleLease:
                continue
            return
        raise Contended("The site changes all the time.")

    def _follow(self, principal: Principal, site_id: SiteId, policy: ActiveBillPolicy) -> None:
        for _ in range(_ROUNDS):
            site = self.scope.site(principal, site_id)
            active = self.documents.get(site.active_document_id) if site.active_document_id else None
            rank = rank_of(policy, active) if active else None
            try:
                self.companies.replace_active(site, policy, site.active_document_id, rank=rank)
            except StaleLease:
                continue
            self.rechoose(site_id)
            return
        raise Contended("The site changes all the time.")

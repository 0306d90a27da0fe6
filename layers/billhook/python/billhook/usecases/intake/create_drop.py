"""Create a drop: a link for uploading bills of one company without an API key."""

from dataclasses import dataclass

from billhook.domain import api_key, drop
from billhook.domain.company import Principal
from billhook.domain.drop import Drop
from billhook.domain.ids import CompanyId, DropId, SiteId
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Drops
from billhook.ports.crypto import Hmacs
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class CreateDrop:
    scope: AccessPolicy
    drops: Drops
    hmacs: Hmacs
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, *, name: str | None = None, site_id: SiteId | None = None
    ) -> tuple[Drop, str]:
        """The drop and its token, which is shown this once. Raises NotFound, or UnknownReference for the site."""
        company = self.scope(principal, company_id)
        token = drop.token_of(self.ids.secret(api_key.SEED_BYTES))
        now = self.clock.now()
        made = Drop(
            id=DropId(api_key.key_id_of(self.hmacs.digest(drop.HMAC_PURPOSE, token.encode()))),
            company_id=company.id,
            site_id=self.scope.site_of(company, site_id),
            name=name,
            email=principal.email,
            created=now,
            expires=now + drop.LIFETIME,
        )
        self.drops.add(made)
        return made, token

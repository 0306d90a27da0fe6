"""Query drops: those of a company, and one by its link."""

from dataclasses import dataclass

from billhook.domain import api_key, drop
from billhook.domain.company import Principal
from billhook.domain.drop import Drop
from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import CompanyId, DropId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies, Drops
from billhook.ports.crypto import Hmacs
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDrop:
    """Find a drop that is not revoked."""

    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, drop_id: DropId) -> Drop:
        found = self.drops.get(drop_id) if is_id(drop_id) else None
        if found is None or found.revoked:
            raise NotFound
        self.scope(principal, found.company_id)
        return found


@dataclass(frozen=True)
class ListDrops:
    """List the drops of a company that are not revoked, newest first."""

    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]:
        return self.drops.page(self.scope(principal, company_id).id, part)


@dataclass(frozen=True)
class FindOpenDrop:
    """Find the drop of a link, whose holder has no API key."""

    drops: Drops
    companies: Companies
    hmacs: Hmacs
    clock: Clock

    def __call__(self, token: str) -> Drop:
        """Raises NotFound for an unknown token, Gone for a drop that is revoked or has expired."""
        if not drop.is_token(token):
            raise NotFound
        digest = self.hmacs.digest(drop.HMAC_PURPOSE, token.encode())
        found = self.drops.get(DropId(api_key.key_id_of(digest)))
        if found is None:
            raise NotFound
        company = self.companies.get(found.company_id)
        if not found.is_open(self.clock.now()) or company is None or company.deleted:
            raise Gone("This drop is closed.")
        return found

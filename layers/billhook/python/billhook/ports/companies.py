"""Who there is: accounts with their keys, companies with their sites and drops."""

from datetime import datetime
from typing import Protocol

from billhook.domain.company import Account, ActiveBillPolicy, ApiKey, Company, Site
from billhook.domain.drop import Drop
from billhook.domain.ids import AccountId, CompanyId, DocumentId, DropId, KeyId, SiteId
from billhook.ports.lists import Listed, Slice


class Accounts(Protocol):
    """``add`` raises Conflict when another one has the id; ``save_key`` raises Lost if it would undo a revocation."""

    def add(self, account: Account) -> None: ...
    def get(self, account_id: AccountId) -> Account | None: ...
    def add_key(self, key: ApiKey) -> None: ...
    def key(self, key_id: KeyId) -> ApiKey | None: ...
    def keys(self, account_id: AccountId) -> tuple[ApiKey, ...]: ...
    def save_key(self, key: ApiKey) -> None: ...


class Companies(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was deleted; lists hide it then.

    With ``seen``, ``save`` also raises Lost when it was changed since that ``updated``.
    """

    def add(self, company: Company) -> None: ...
    def get(self, company_id: CompanyId) -> Company | None: ...
    def save(self, company: Company, *, seen: datetime | None = None) -> None: ...
    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        """Move the sweeper's next look at a deleted company that is due."""

    def page(self, account_id: AccountId, part: Slice) -> Listed[Company]: ...
    def add_site(self, site: Site) -> None: ...
    def site(self, site_id: SiteId) -> Site | None: ...
    def save_site(self, site: Site, *, seen: datetime | None = None) -> None:
        """Write what people may change; the active bill and its policy are left as they are."""

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        """Make a document the site's active bill if ``rank`` sorts after the present one's.

        False when it does not, or when the site's policy is another one by now.
        """

    def replace_active(
        self, site: Site, policy: ActiveBillPolicy, document_id: DocumentId | None, *, rank: str | None
    ) -> None:
        """Write policy and active bill, if both and the rank still are what ``site`` says. Raises Lost."""

    def sites(self, company_id: CompanyId, part: Slice) -> Listed[Site]: ...


class Drops(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was revoked; lists hide it then."""

    def add(self, drop: Drop) -> None: ...
    def get(self, drop_id: DropId) -> Drop | None: ...
    def save(self, drop: Drop) -> None: ...
    def page(self, company_id: CompanyId, part: Slice) -> Listed[Drop]: ...

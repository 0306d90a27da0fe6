"""Stores of accounts with their API keys, companies with their sites, and drops."""

from datetime import datetime
from typing import Protocol

from billhook.domain.company import Account, ActiveBillPolicy, ApiKey, Company, Site
from billhook.domain.drop import Drop
from billhook.domain.ids import AccountId, CompanyId, DocumentId, DropId, KeyId, SiteId
from billhook.ports.lists import ListPage, PageRequest


class Accounts(Protocol):
    """``add`` raises Conflict when the id is taken; ``save_key`` raises StaleLease if it would undo a revocation."""

    def add(self, account: Account) -> None: ...
    def get(self, account_id: AccountId) -> Account | None: ...
    def add_key(self, key: ApiKey) -> None: ...
    def key(self, key_id: KeyId) -> ApiKey | None: ...
    def keys(self, account_id: AccountId) -> tuple[ApiKey, ...]: ...
    def erase(self, account: Account) -> None:
        """Write the bare row of a deleted account. Raises StaleLease when there is none."""

    def save_key(self, key: ApiKey) -> None: ...


class Companies(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` StaleLease when it is deleted. Lists hide deleted rows.

    With ``last_updated``, ``save`` also raises StaleLease when the row's ``updated`` differs (optimistic locking).
    """

    def add(self, company: Company) -> None: ...
    def get(self, company_id: CompanyId) -> Company | None: ...
    def save(self, company: Company, *, last_updated: datetime | None = None) -> None: ...
    def restore(self, company: Company, *, deleted: datetime) -> None:
        """Write a company that was deleted at ``deleted``. Raises StaleLease when it was not, or is erased."""

    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        """Set when the sweeper next visits a deleted company that is due."""

    def page(self, account_id: AccountId, part: PageRequest) -> ListPage[Company]: ...
    def add_site(self, site: Site) -> None: ...
    def site(self, site_id: SiteId) -> Site | None: ...
    def save_site(self, site: Site, *, last_updated: datetime | None = None) -> None:
        """Write the fields that callers may change. The active bill and its policy stay as stored."""

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        """Make a document the site's active bill if ``rank`` sorts after the current one's.

        Return False when it does not, or when the site's policy is no longer ``policy``.
        """

    def replace_active(
        self, site: Site, policy: ActiveBillPolicy, document_id: DocumentId | None, *, rank: str | None
    ) -> None:
        """Write policy and active bill if policy, bill and rank are stored as in ``site``. Raises StaleLease."""

    def sites(self, company_id: CompanyId, part: PageRequest) -> ListPage[Site]: ...


class CompanyRows(Protocol):
    """Whatever is stored about a company besides its row, its documents and their fingerprints."""

    def erase(self, company_id: CompanyId, limit: int) -> int:
        """Remove up to ``limit`` sites, jobs, drops, events, destinations, deliveries and months of spending.

        Each goes with all that belongs to it: entries, attempts, resends, recoveries. Return how many were removed.
        """


class Drops(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` StaleLease when it is revoked. Lists hide these."""

    def add(self, drop: Drop) -> None: ...
    def get(self, drop_id: DropId) -> Drop | None: ...
    def save(self, drop: Drop) -> None: ...
    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]: ...

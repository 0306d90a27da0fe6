"""Fakes of the stores that know customers: accounts, companies, sites, destinations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from billhook.domain.company import Account, ActiveBillPolicy, ApiKey, Company, Site
from billhook.domain.destination import Destination
from billhook.domain.drop import Drop
from billhook.domain.errors import Conflict, StaleLease
from billhook.domain.events import Event
from billhook.domain.ids import AccountId, CompanyId, DestinationId, DocumentId, DropId, KeyId, SiteId
from billhook.ports.lists import ListPage, PageRequest
from tests.fakes.memory import Memory, page_of

_ACTIVE = ("active_bill", "active_document_id", "active_rank")

T = TypeVar("T")
D = TypeVar("D", Company, Destination)


@dataclass
class FakeAccounts:
    memory: Memory

    def add(self, account: Account) -> None:
        _add(self.memory.accounts, account.id, account)

    def get(self, account_id: AccountId) -> Account | None:
        return self.memory.accounts.get(account_id)

    def add_key(self, key: ApiKey) -> None:
        _add(self.memory.keys, key.id, key)

    def key(self, key_id: KeyId) -> ApiKey | None:
        return self.memory.keys.get(key_id)

    def keys(self, account_id: AccountId) -> tuple[ApiKey, ...]:
        mine = [key for key in self.memory.keys.values() if key.account_id == account_id]
        return tuple(sorted(mine, key=lambda key: (key.created, key.id), reverse=True))

    def erase(self, account: Account) -> None:
        if account.id not in self.memory.accounts:
            raise StaleLease("It is not there.")
        self.memory.accounts[account.id] = account

    def save_key(self, key: ApiKey) -> None:
        with self.memory.lock:
            before = self.memory.keys.get(key.id)
            if before is None or (before.revoked and (key.revoked is None or key.revoked > before.revoked)):
                raise StaleLease("It is not there, or revoked before.")
            self.memory.keys[key.id] = key


@dataclass
class FakeCompanies:
    memory: Memory

    def add(self, company: Company) -> None:
        _add(self.memory.companies, company.id, company)

    def get(self, company_id: CompanyId) -> Company | None:
        return self.memory.companies.get(company_id)

    def save(self, company: Company, *, last_updated: datetime | None = None) -> None:
        with self.memory.lock:
            _unchanged(self.memory.companies.get(company.id), last_updated)
            _save(self.memory.companies, company.id, company)

    def restore(self, company: Company, *, deleted: datetime) -> None:
        with self.memory.lock:
            before = self.memory.companies.get(company.id)
            if before is None or before.deleted != deleted or before.due_at is None:
                raise StaleLease("It is not to be restored any more.")
            self.memory.companies[company.id] = company

    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        with self.memory.lock:
            company = self.memory.companies.get(company_id)
            if company and company.due_at:
                self.memory.companies[company_id] = company.model_copy(update={"due_at": due_at})

    def page(self, account_id: AccountId, part: PageRequest) -> ListPage[Company]:
        every = self.memory.companies.values()
        mine = [item for item in every if item.account_id == account_id and item.deleted is None]
        return page_of(f"companies of {account_id}", mine, part)

    def add_site(self, site: Site) -> None:
        _add(self.memory.sites, site.id, site)

    def site(self, site_id: SiteId) -> Site | None:
        return self.memory.sites.get(site_id)

    def save_site(self, site: Site, *, last_updated: datetime | None = None) -> None:
        with self.memory.lock:
            before = self.memory.sites.get(site.id)
            if before is None or (before.deleted and not site.deleted):
                raise StaleLease("It is not there any more.")
            _unchanged(before, last_updated)
            active = {name: getattr(before, name) for name in _ACTIVE}
            self.memory.sites[site.id] = site.model_copy(update=active)

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        with self.memory.lock:
            site = self.memory.sites.get(site_id)
            if site is None or site.active_bill is not policy or (site.active_rank or "") >= rank:
                return False
            active = {"active_document_id": document_id, "active_rank": rank}
            self.memory.sites[site_id] = site.model_copy(update=active)
            return True

    def replace_active(
        self, site: Site, policy: ActiveBillPolicy, document_id: DocumentId | None, *, rank: str | None
    ) -> None:
        with self.memory.lock:
            before = self.memory.sites.get(site.id)
            if (
                before is None
                or before.deleted
                or any(getattr(before, item) != getattr(site, item) for item in _ACTIVE)
            ):
                raise StaleLease("It was changed meanwhile.")
            active = {"active_bill": policy, "active_document_id": document_id, "active_rank": rank}
            self.memory.sites[site.id] = before.model_copy(update=active)

    def sites(self, company_id: CompanyId, part: PageRequest) -> ListPage[Site]:
        mine = [site for site in self.memory.sites.values() if site.company_id == company_id and site.deleted is None]
        return page_of(f"sites of {company_id}", mine, part)


@dataclass
class FakeDestinations:
    memory: Memory

    def add(self, destination: Destination) -> None:
        _add(self.memory.destinations, destination.id, destination)

    def get(self, destination_id: DestinationId) -> Destination | None:
        return self.memory.destinations.get(destination_id)

    def save(self, after: Destination, *, before: Destination, unchanged: Sequence[str] = ()) -> None:
        with self.memory.lock:
            stored = self.memory.destinations.get(after.id)
            if stored is None or stored.deleted:
                raise StaleLease("It is not there any more.")
            change = {name: new for name, new in after if new != getattr(before, name)}
            guarded = {*change, *unchanged, "times_disabled"} - {"updated"}
            if any(getattr(stored, name) != getattr(before, name) for name in guarded):
                raise StaleLease("It was changed meanwhile.")
            self.put(stored.model_copy(update=change))

    def hide(self, destination: Destination) -> None:
        with self.memory.lock:
            _save(self.memory.destinations, destination.id, destination)

    def put(self, destination: Destination) -> None:
        """Replace the row, whatever it is; no method of the port."""
        self.memory.destinations[destination.id] = destination

    def disable(self, destination: Destination, event: Event) -> None:
        with self.memory.lock:
            before = self.memory.destinations.get(destination.id)
            if before is None or before.deleted or not before.enabled:
                raise StaleLease("It is not enabled.")
            if before.times_disabled != destination.times_disabled - 1:
                raise StaleLease("Somebody else was faster.")
            off = ("enabled", "disabled_reason", "times_disabled", "updated")
            change = {name: getattr(destination, name) for name in off}
            self.memory.destinations[destination.id] = before.model_copy(update=change)
            self.memory.keep(event)

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Destination]:
        every = self.memory.destinations.values()
        mine = [item for item in every if item.company_id == company_id and item.deleted is None]
        return page_of(f"destinations of {company_id}", mine, part)


@dataclass
class FakeDrops:
    memory: Memory

    def add(self, drop: Drop) -> None:
        _add(self.memory.drops, drop.id, drop)

    def get(self, drop_id: DropId) -> Drop | None:
        return self.memory.drops.get(drop_id)

    def save(self, drop: Drop) -> None:
        with self.memory.lock:
            before = self.memory.drops.get(drop.id)
            if before is None or (before.revoked and not drop.revoked):
                raise StaleLease("It is not there any more.")
            self.memory.drops[drop.id] = drop

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]:
        mine = [drop for drop in self.memory.drops.values() if drop.company_id == company_id and drop.revoked is None]
        return page_of(f"drops of {company_id}", mine, part)


@dataclass
class FakeScanCursors:
    memory: Memory

    def get(self, name: str) -> str | None:
        return self.memory.scan_cursors.get(name)

    def put(self, name: str, place: str | None) -> None:
        self.memory.scan_cursors[name] = place or None


def _unchanged(before: Company | Site | None, last_updated: datetime | None) -> None:
    if last_updated and (before is None or before.updated != last_updated):
        raise StaleLease("It was changed meanwhile.")


def _add(rows: dict[str, T], key: str, value: T) -> None:
    if rows.setdefault(key, value) != value:
        raise Conflict("There is one with this id already.")


def _save(rows: dict[str, D], key: str, value: D) -> None:
    before = rows.get(key)
    if before is None or (before.deleted and not value.deleted):
        raise StaleLease("It is not there any more.")
    rows[key] = value

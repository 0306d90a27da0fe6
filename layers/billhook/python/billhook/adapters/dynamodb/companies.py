"""Implements ``ports.Companies`` on the table: companies and their sites."""

from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import LIVING, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.company import ActiveBillPolicy, Company, Site
from billhook.domain.errors import StaleLease
from billhook.domain.ids import AccountId, CompanyId, DocumentId, SiteId
from billhook.names import LISTS_PK, LISTS_SK, PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

_ACTIVE = {"active_bill", "active_document_id", "active_rank"}
"""What only ``activate`` and ``replace_active`` write."""

_SITE = {*Site.model_fields, LISTS_PK, LISTS_SK} - _ACTIVE
"""What ``save_site`` writes, or takes away where the site has it no longer."""


class DynamoCompanies:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, company: Company) -> None:
        self._table.add(rows.of_company(company))

    def get(self, company_id: CompanyId) -> Company | None:
        found = self._table.get(keys.company(company_id))
        return _company(found) if found else None

    def save(self, company: Company, *, last_updated: datetime | None = None) -> None:
        when, values = _unchanged(last_updated, PRESENT if company.deleted else LIVING)
        self._table.write(Put(rows.of_company(company), when=when, values=values))

    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.COMPANY, company_id, due_at)}
        when = f"{PRESENT} AND attribute_exists(#deleted) AND attribute_exists(#due_at)"
        with suppress(StaleLease):
            self._table.write(Change(keys.company(company_id), setting(due), when=when, values=due))

    def page(self, account_id: AccountId, part: PageRequest) -> ListPage[Company]:
        return page_of(self._table, keys.companies_of(account_id), part, _company)

    def add_site(self, site: Site) -> None:
        self._table.add(rows.of_site(site))

    def site(self, site_id: SiteId) -> Site | None:
        found = self._table.get(keys.site(site_id))
        return _site(found) if found else None

    def save_site(self, site: Site, *, last_updated: datetime | None = None) -> None:
        row = {name: field for name, field in rows.of_site(site).items() if name not in _ACTIVE | {PK, SK}}
        gone = sorted(_SITE - row.keys())
        update = f"{setting(row)} REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else setting(row)
        when, values = _unchanged(last_updated, PRESENT if site.deleted else LIVING)
        self._table.write(Change(keys.site(site.id), update, when=when, values=row | values))

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        beaten = "(attribute_not_exists(#active_rank) OR #active_rank < :rank)"
        change = Change(
            keys.site(site_id),
            "SET #active_document_id = :document, #active_rank = :rank",
            when=f"{PRESENT} AND #active_bill = :policy AND {beaten}",
            values={"document": document_id, "rank": rank, "policy": policy.value},
        )
        try:
            self._table.write(change)
        except StaleLease:
            return False
        return True

    def replace_active(
        self, site: Site, policy: ActiveBillPolicy, document_id: DocumentId | None, *, rank: str | None
    ) -> None:
        before = {
            "active_bill": site.active_bill.value,
            "active_document_id": site.active_document_id,
            "active_rank": site.active_rank,
        }
        after = {"active_bill": policy.value, "active_document_id": document_id, "active_rank": rank}
        kept = {name: value for name, value in after.items() if value is not None}
        gone = [name for name, value in after.items() if value is None]
        update = f"{setting(kept)} REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else setting(kept)
        same = [
            f"#{name} = :was_{name}" if value is not None else f"attribute_not_exists(#{name})"
            for name, value in before.items()
        ]
        values = kept | {f"was_{name}": value for name, value in before.items() if value is not None}
        self._table.write(Change(keys.site(site.id), update, when=" AND ".join([LIVING, *same]), values=values))

    def sites(self, company_id: CompanyId, part: PageRequest) -> ListPage[Site]:
        return page_of(self._table, keys.sites_of(company_id), part, _site)


def _unchanged(last_updated: datetime | None, when: str) -> tuple[str, Fields]:
    return (f"{when} AND #updated = :seen", {"seen": keys.stamp(last_updated)}) if last_updated else (when, {})


def _company(fields: Fields) -> Company:
    return value_of(Company, fields)


def _site(fields: Fields) -> Site:
    return value_of(Site, fields)

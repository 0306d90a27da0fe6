"""Implements ``ports.Companies`` on the table: companies and their sites."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import LIVING, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.company import Company, Site
from billhook.domain.errors import Lost
from billhook.domain.ids import AccountId, CompanyId, DocumentId, SiteId
from billhook.names import LISTS_PK, LISTS_SK, PK, SK
from billhook.ports import Listed, Slice

_ACTIVE = {"active_document_id", "active_rank"}
"""What only ``activate`` writes."""

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

    def save(self, company: Company) -> None:
        self._table.write(Put(rows.of_company(company), when=PRESENT if company.deleted else LIVING))

    def page(self, account_id: AccountId, part: Slice) -> Listed[Company]:
        return page_of(self._table, keys.companies_of(account_id), part, _company)

    def add_site(self, site: Site) -> None:
        self._table.add(rows.of_site(site))

    def site(self, site_id: SiteId) -> Site | None:
        found = self._table.get(keys.site(site_id))
        return _site(found) if found else None

    def save_site(self, site: Site) -> None:
        row = {name: field for name, field in rows.of_site(site).items() if name not in _ACTIVE | {PK, SK}}
        gone = sorted(_SITE - row.keys())
        update = f"{setting(row)} REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else setting(row)
        self._table.write(Change(keys.site(site.id), update, when=PRESENT if site.deleted else LIVING, values=row))

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str) -> bool:
        change = Change(
            keys.site(site_id),
            "SET #active_document_id = :document, #active_rank = :rank",
            when=f"{PRESENT} AND (attribute_not_exists(#active_rank) OR #active_rank < :rank)",
            values={"document": document_id, "rank": rank},
        )
        try:
            self._table.write(change)
        except Lost:
            return False
        return True

    def sites(self, company_id: CompanyId, part: Slice) -> Listed[Site]:
        return page_of(self._table, keys.sites_of(company_id), part, _site)


def _company(fields: Fields) -> Company:
    return value_of(Company, fields)


def _site(fields: Fields) -> Site:
    return value_of(Site, fields)

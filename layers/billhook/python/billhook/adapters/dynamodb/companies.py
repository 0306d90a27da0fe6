"""Implements ``ports.Companies``: rows of companies and of their sites."""

from collections.abc import Mapping, Sequence
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

_ACTIVE_BILL_ATTRIBUTES = {"active_bill", "active_document_id", "active_rank"}
"""Written by ``activate`` and ``replace_active`` only."""

_SITE_ATTRIBUTES = {*Site.model_fields, LISTS_PK, LISTS_SK} - _ACTIVE_BILL_ATTRIBUTES
"""Written by ``save_site``, or removed when the site has no value."""


class DynamoCompanies:
    """See ``ports.Companies``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, company: Company) -> None:
        self._table.add(rows.of_company(company))

    def get(self, company_id: CompanyId) -> Company | None:
        item = self._table.get(keys.company(company_id))
        return _company(item) if item else None

    def save(self, company: Company, *, last_updated: datetime | None = None) -> None:
        when, values = _if_unchanged(last_updated, PRESENT if company.deleted else LIVING)
        self._table.write(Put(rows.of_company(company), when=when, values=values))

    def restore(self, company: Company, *, deleted: datetime) -> None:
        when = f"{PRESENT} AND #deleted = :deleted AND attribute_exists(#due_at)"
        self._table.write(Put(rows.of_company(company), when=when, values={"deleted": keys.stamp(deleted)}))

    def postpone(self, company_id: CompanyId, due_at: datetime) -> None:
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.COMPANY, company_id, due_at)}
        when = f"{PRESENT} AND attribute_exists(#due_at)"
        with suppress(StaleLease):
            self._table.write(Change(keys.company(company_id), setting(due), when=when, values=due))

    def page(self, account_id: AccountId, part: PageRequest) -> ListPage[Company]:
        return page_of(self._table, keys.companies_of(account_id), part, _company)

    def add_site(self, site: Site) -> None:
        self._table.add(rows.of_site(site))

    def site(self, site_id: SiteId) -> Site | None:
        item = self._table.get(keys.site(site_id))
        return _site(item) if item else None

    def save_site(self, site: Site, *, last_updated: datetime | None = None) -> None:
        unwritten = _ACTIVE_BILL_ATTRIBUTES | {PK, SK}
        row = {name: field for name, field in rows.of_site(site).items() if name not in unwritten}
        update = _set_and_remove(row, sorted(_SITE_ATTRIBUTES - row.keys()))
        when, values = _if_unchanged(last_updated, PRESENT if site.deleted else LIVING)
        self._table.write(Change(keys.site(site.id), update, when=when, values=row | values))

    def activate(self, site_id: SiteId, document_id: DocumentId, *, rank: str, policy: ActiveBillPolicy) -> bool:
        has_lower_rank = "(attribute_not_exists(#active_rank) OR #active_rank < :rank)"
        change = Change(
            keys.site(site_id),
            "SET #active_document_id = :document, #active_rank = :rank",
            when=f"{PRESENT} AND #active_bill = :policy AND {has_lower_rank}",
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
        values = {name: value for name, value in after.items() if value is not None}
        update = _set_and_remove(values, [name for name, value in after.items() if value is None])
        unchanged = [
            f"#{name} = :was_{name}" if value is not None else f"attribute_not_exists(#{name})"
            for name, value in before.items()
        ]
        expected = {f"was_{name}": value for name, value in before.items() if value is not None}
        when = " AND ".join([LIVING, *unchanged])
        self._table.write(Change(keys.site(site.id), update, when=when, values=values | expected))

    def sites(self, company_id: CompanyId, part: PageRequest) -> ListPage[Site]:
        return page_of(self._table, keys.sites_of(company_id), part, _site)


def _set_and_remove(fields: Mapping[str, object], removed: Sequence[str]) -> str:
    """Return the update expression that sets ``fields`` and removes other attributes."""
    return f"{setting(fields)} REMOVE {', '.join(f'#{name}' for name in removed)}" if removed else setting(fields)


def _if_unchanged(last_updated: datetime | None, when: str) -> tuple[str, Fields]:
    """Extend a condition to require the stored ``updated`` time, when one is given."""
    if last_updated is None:
        return when, {}
    return f"{when} AND #updated = :last_updated", {"last_updated": keys.stamp(last_updated)}


def _company(fields: Fields) -> Company:
    return value_of(Company, fields)


def _site(fields: Fields) -> Site:
    return value_of(Site, fields)

"""Contract of ``ports.Companies``: companies, sites, and the active bill of a site."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy, Company, Site
from billhook.domain.errors import Conflict, StaleLease
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.lists import PageRequest
from billhook.ports.sweeper import DueKind
from tests.builders import ACCOUNT, COMPANY, a_company, a_site, an_id
from tests.fakes import NOW


def activated(ports: Any, site: Site, document_id: DocumentId, rank: str) -> bool:
    won: bool = ports.companies.activate(site.id, document_id, rank=rank, policy=site.active_bill)
    return won


def fresh_company(**fields: Any) -> Company:
    return a_company(id=CompanyId(an_id()), **fields)


def test_companies_get_added_company_returns_it(ports: Any) -> None:
    company = fresh_company(external_id="C-1", info={"rate": 0.25, "tags": []})

    ports.companies.add(company)

    assert ports.companies.get(company.id) == company
    assert ports.companies.get(CompanyId(an_id())) is None


def test_companies_add_under_taken_id_raises_conflict(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)

    with pytest.raises(Conflict):
        ports.companies.add(company.model_copy(update={"name": "Another"}))


def test_companies_save_changed_company_stores_it(ports: Any) -> None:
    company = fresh_company(external_id="C-1")
    ports.companies.add(company)
    changed = company.model_copy(update={"name": "New name", "external_id": None})

    ports.companies.save(changed)

    assert ports.companies.get(company.id) == changed


def test_companies_save_absent_record_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.companies.save(fresh_company())
    with pytest.raises(StaleLease):
        ports.companies.save_site(a_site())


def test_companies_deleted_record_is_readable_but_not_listed(ports: Any) -> None:
    company, site = fresh_company(), a_site()
    ports.companies.add(company)
    ports.companies.add_site(site)

    ports.companies.save(company.model_copy(update={"deleted": NOW}))
    ports.companies.save_site(site.model_copy(update={"deleted": NOW}))

    assert ports.companies.page(ACCOUNT, PageRequest()).items == ()
    assert ports.companies.sites(COMPANY, PageRequest()).items == ()
    assert ports.companies.get(company.id).deleted == NOW
    assert ports.companies.site(site.id).deleted == NOW


def test_companies_save_does_not_restore_a_deleted_record(ports: Any) -> None:
    company, site = fresh_company(), a_site()
    ports.companies.add(company)
    ports.companies.add_site(site)
    deletion = {"deleted": NOW}
    ports.companies.save(company.model_copy(update=deletion))
    ports.companies.save_site(site.model_copy(update=deletion))

    with pytest.raises(StaleLease):
        ports.companies.save(company)
    with pytest.raises(StaleLease):
        ports.companies.save_site(site)
    ports.companies.save(company.model_copy(update=deletion))
    ports.companies.save_site(site.model_copy(update=deletion))

    assert ports.companies.get(company.id).deleted == NOW
    assert ports.companies.site(site.id).deleted == NOW


def test_companies_get_added_site_returns_it(ports: Any) -> None:
    site = a_site(address="1 Mill Lane", active_bill=ActiveBillPolicy.LATEST_STATEMENT)

    ports.companies.add_site(site)

    assert ports.companies.site(site.id) == site
    assert ports.companies.site(SiteId(an_id())) is None


def test_companies_save_changed_site_stores_it(ports: Any) -> None:
    site = a_site(address="1 Mill Lane", external_id="S-1")
    ports.companies.add_site(site)
    changed = site.model_copy(update={"name": "The new mill", "address": None})

    ports.companies.save_site(changed)

    assert ports.companies.site(site.id) == changed
    assert ports.companies.sites(COMPANY, PageRequest()).items == (changed,)


def test_companies_activate_keeps_the_highest_rank_in_any_order(ports: Any) -> None:
    site = a_site()
    ports.companies.add_site(site)
    old, new = DocumentId(an_id()), DocumentId(an_id())

    results = [activated(ports, site, document_id, rank) for document_id, rank in ((new, "2"), (old, "1"), (new, "2"))]

    assert results == [True, False, False]
    assert ports.companies.site(site.id).active_document_id == new


def test_companies_save_site_keeps_the_active_bill(ports: Any) -> None:
    site = a_site()
    ports.companies.add_site(site)
    before, active = DocumentId(an_id()), DocumentId(an_id())
    activated(ports, site, before, "4")
    read = ports.companies.site(site.id)
    activated(ports, site, active, "5")

    ports.companies.save_site(read.model_copy(update={"name": "Renamed"}))

    assert ports.companies.site(site.id) == read.model_copy(
        update={"name": "Renamed", "active_document_id": active, "active_rank": "5"}
    )
    assert activated(ports, site, before, "4") is False


def test_companies_activate_for_absent_site_has_no_effect(ports: Any) -> None:
    absent = a_site()

    assert activated(ports, absent, DocumentId(an_id()), "1") is False
    assert ports.companies.site(absent.id) is None


def test_companies_activate_under_replaced_policy_has_no_effect(ports: Any) -> None:
    site = a_site(active_bill=ActiveBillPolicy.LAST_PARSED)
    ports.companies.add_site(site)
    ports.companies.replace_active(site, ActiveBillPolicy.LATEST_STATEMENT, None, rank=None)

    assert activated(ports, site, DocumentId(an_id()), "9") is False
    assert ports.companies.site(site.id).active_document_id is None


def test_companies_replace_active_requires_the_current_bill(ports: Any) -> None:
    site, first, second = a_site(), DocumentId(an_id()), DocumentId(an_id())
    ports.companies.add_site(site)
    ports.companies.replace_active(site, site.active_bill, first, rank="5")
    current = ports.companies.site(site.id)

    ports.companies.replace_active(current, ActiveBillPolicy.LAST_UPLOADED, second, rank="2")

    now = ports.companies.site(site.id)
    assert (now.active_bill, now.active_document_id, now.active_rank) == ("last_uploaded", second, "2")
    for stale in (site, current):
        with pytest.raises(StaleLease):
            ports.companies.replace_active(stale, site.active_bill, first, rank="9")
    ports.companies.replace_active(now, now.active_bill, None, rank=None)
    assert ports.companies.site(site.id).active_rank is None


def test_companies_save_of_stale_copy_raises_stale_lease(ports: Any) -> None:
    company, site = fresh_company(), a_site()
    ports.companies.add(company)
    ports.companies.add_site(site)
    changed = {"name": "First", "updated": NOW + timedelta(seconds=1)}
    ports.companies.save(company.model_copy(update=changed), last_updated=company.updated)
    ports.companies.save_site(site.model_copy(update=changed), last_updated=site.updated)

    with pytest.raises(StaleLease):
        ports.companies.save(company.model_copy(update={"external_id": "2"}), last_updated=company.updated)
    with pytest.raises(StaleLease):
        ports.companies.save_site(site.model_copy(update={"external_id": "2"}), last_updated=site.updated)

    assert (ports.companies.get(company.id).name, ports.companies.site(site.id).name) == ("First", "First")


def test_due_index_lists_a_deleted_company_until_it_is_erased(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)
    deleted = company.model_copy(update={"deleted": NOW, "due_at": NOW})
    ports.companies.save(deleted)

    ports.companies.postpone(company.id, NOW + timedelta(minutes=1))
    due = list(ports.due_index.due_items(NOW + timedelta(minutes=2), 10))
    ports.companies.save(deleted.model_copy(update={"due_at": None}))
    ports.companies.postpone(company.id, NOW)

    assert [(item.kind, item.id, item.value.deleted) for item in due] == [(DueKind.COMPANY, company.id, NOW)]
    assert list(ports.due_index.due_items(NOW + timedelta(days=1), 10)) == []


def test_due_index_lists_a_company_with_retention(ports: Any) -> None:
    company = fresh_company(retention_days=30, due_at=NOW)
    ports.companies.add(company)

    ports.companies.postpone(company.id, NOW + timedelta(days=1))

    found = list(ports.due_index.due_items(NOW + timedelta(days=2), 10))
    assert [(item.kind, item.value) for item in found] == [
        (DueKind.COMPANY, company.model_copy(update={"due_at": NOW + timedelta(days=1)}))
    ]
    ports.companies.save(company.model_copy(update={"due_at": None}))


def test_companies_postpone_does_not_make_a_live_company_due(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)

    ports.companies.postpone(company.id, NOW)

    assert ports.companies.get(company.id) == company


def test_companies_restore_shows_a_deleted_company_again(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)
    ports.companies.save(company.hidden(NOW))

    with pytest.raises(StaleLease):
        ports.companies.restore(company, deleted=NOW + timedelta(seconds=1))
    ports.companies.restore(company, deleted=NOW)

    assert ports.companies.get(company.id) == company
    assert company in ports.companies.page(company.account_id, PageRequest()).items
    with pytest.raises(StaleLease):
        ports.companies.restore(company, deleted=NOW)


def test_companies_restore_erased_company_raises_stale_lease(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)
    ports.companies.save(company.hidden(NOW).erased())

    with pytest.raises(StaleLease):
        ports.companies.restore(company, deleted=NOW)

"""Contract of ``ports.Companies``: companies, sites, and which bill of a site is its active one."""

from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy, Company
from billhook.domain.errors import Conflict, Lost
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports import Slice
from tests.builders import ACCOUNT, COMPANY, a_company, a_site, an_id
from tests.fakes import NOW


def fresh_company(**fields: Any) -> Company:
    return a_company(id=CompanyId(an_id()), **fields)


def test_a_company_comes_back_as_it_was_added(ports: Any) -> None:
    company = fresh_company(external_id="C-1", info={"rate": 0.25, "tags": []})

    ports.companies.add(company)

    assert ports.companies.get(company.id) == company
    assert ports.companies.get(CompanyId(an_id())) is None


def test_another_company_cannot_take_an_id(ports: Any) -> None:
    company = fresh_company()
    ports.companies.add(company)

    with pytest.raises(Conflict):
        ports.companies.add(company.model_copy(update={"name": "Another"}))


def test_a_company_can_be_changed(ports: Any) -> None:
    company = fresh_company(external_id="C-1")
    ports.companies.add(company)
    changed = company.model_copy(update={"name": "New name", "external_id": None})

    ports.companies.save(changed)

    assert ports.companies.get(company.id) == changed


def test_an_absent_company_or_site_cannot_be_saved(ports: Any) -> None:
    with pytest.raises(Lost):
        ports.companies.save(fresh_company())
    with pytest.raises(Lost):
        ports.companies.save_site(a_site())


def test_what_was_deleted_is_in_no_list_but_still_there(ports: Any) -> None:
    company, site = fresh_company(), a_site()
    ports.companies.add(company)
    ports.companies.add_site(site)

    ports.companies.save(company.model_copy(update={"deleted": NOW}))
    ports.companies.save_site(site.model_copy(update={"deleted": NOW}))

    assert ports.companies.page(ACCOUNT, Slice()).items == ()
    assert ports.companies.sites(COMPANY, Slice()).items == ()
    assert ports.companies.get(company.id).deleted == NOW
    assert ports.companies.site(site.id).deleted == NOW


def test_who_read_it_before_cannot_bring_back_what_was_deleted(ports: Any) -> None:
    company, site = fresh_company(), a_site()
    ports.companies.add(company)
    ports.companies.add_site(site)
    gone = {"deleted": NOW}
    ports.companies.save(company.model_copy(update=gone))
    ports.companies.save_site(site.model_copy(update=gone))

    with pytest.raises(Lost):
        ports.companies.save(company)
    with pytest.raises(Lost):
        ports.companies.save_site(site)
    ports.companies.save(company.model_copy(update=gone))
    ports.companies.save_site(site.model_copy(update=gone))

    assert ports.companies.get(company.id).deleted == NOW
    assert ports.companies.site(site.id).deleted == NOW


def test_a_site_comes_back_as_it_was_added(ports: Any) -> None:
    site = a_site(address="1 Mill Lane", active_bill=ActiveBillPolicy.LATEST_STATEMENT)

    ports.companies.add_site(site)

    assert ports.companies.site(site.id) == site
    assert ports.companies.site(SiteId(an_id())) is None


def test_a_site_can_be_changed(ports: Any) -> None:
    site = a_site(address="1 Mill Lane", external_id="S-1")
    ports.companies.add_site(site)
    changed = site.model_copy(update={"name": "The new mill", "address": None})

    ports.companies.save_site(changed)

    assert ports.companies.site(site.id) == changed
    assert ports.companies.sites(COMPANY, Slice()).items == (changed,)


def test_the_highest_rank_is_the_active_bill_in_whatever_order_they_come(ports: Any) -> None:
    site = a_site()
    ports.companies.add_site(site)
    old, new = DocumentId(an_id()), DocumentId(an_id())

    came = [ports.companies.activate(site.id, one, rank=rank) for one, rank in ((new, "2"), (old, "1"), (new, "2"))]

    assert came == [True, False, False]
    assert ports.companies.site(site.id).active_document_id == new


def test_changing_a_site_leaves_its_active_bill_alone(ports: Any) -> None:
    site = a_site()
    ports.companies.add_site(site)
    before, active = DocumentId(an_id()), DocumentId(an_id())
    ports.companies.activate(site.id, before, rank="4")
    read = ports.companies.site(site.id)
    ports.companies.activate(site.id, active, rank="5")

    ports.companies.save_site(read.model_copy(update={"name": "Renamed"}))

    assert ports.companies.site(site.id) == read.model_copy(update={"name": "Renamed", "active_document_id": active})
    assert ports.companies.activate(site.id, before, rank="4") is False


def test_an_absent_site_gets_no_active_bill(ports: Any) -> None:
    absent = SiteId(an_id())

    assert ports.companies.activate(absent, DocumentId(an_id()), rank="1") is False
    assert ports.companies.site(absent) is None

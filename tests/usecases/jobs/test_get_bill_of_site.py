"""Reading one bill of a site."""

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.usecases.jobs.get_bill_of_site import GetBillOfSite
from tests.builders import COMPANY, a_site, an_id
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


def test_get_bill_of_site_returns_site_and_document(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)

    assert api(world).get(GetBillOfSite)(CALLER, COMPANY, site.id, document.id) == (site, document)


def test_get_bill_of_another_site_is_not_found(world: World) -> None:
    site, other = a_site(), a_site()
    for each in (site, other):
        world.companies.add_site(each)

    for document in (read(world, site_id=other.id), read(world)):
        with pytest.raises(NotFound):
            api(world).get(GetBillOfSite)(CALLER, COMPANY, site.id, document.id)


def test_get_bill_of_site_of_another_company_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)

    for caller, company_id in ((CALLER, CompanyId(an_id())), (STRANGER, COMPANY)):
        with pytest.raises(NotFound):
            api(world).get(GetBillOfSite)(caller, company_id, site.id, document.id)

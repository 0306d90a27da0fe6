"""Adding a site to a company."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.companies.add_site import AddSite
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_add_site_stores_it_with_its_fields(world: World) -> None:
    site = api(world).get(AddSite)(CALLER, COMPANY, name="Mill", external_id="7", address="Mill Road 1")

    assert world.companies.site(site.id) == site
    assert (site.company_id, site.name, site.external_id, site.address) == (COMPANY, "Mill", "7", "Mill Road 1")
    assert (site.created, site.updated, site.active_document_id) == (NOW, NOW, None)


def test_add_site_to_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(AddSite)(STRANGER, COMPANY, name="Mill")

    assert world.memory.sites == {}

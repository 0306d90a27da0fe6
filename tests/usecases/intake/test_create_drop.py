"""Creating a drop: a link for uploads without an API key."""

import pytest

from billhook.domain.drop import LIFETIME
from billhook.domain.errors import NotFound, UnknownReference
from billhook.domain.ids import CompanyId
from billhook.usecases.intake.create_drop import CreateDrop
from tests.builders import COMPANY, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_create_drop_stores_no_token(world: World) -> None:
    drop, token = api(world).get(CreateDrop)(CALLER, COMPANY, name="Tenants")

    assert world.drops.get(drop.id) == drop
    assert token not in str(world.memory.drops)


def test_create_drop_for_a_site_expires_after_its_lifetime(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    drop, _ = api(world).get(CreateDrop)(CALLER, COMPANY, site_id=site.id)

    assert (drop.site_id, drop.email, drop.expires) == (site.id, CALLER.email, NOW + LIFETIME)


def test_create_drop_for_a_foreign_site_is_refused(world: World) -> None:
    site = a_site(company_id=CompanyId(an_id()))
    world.companies.add_site(site)

    with pytest.raises(UnknownReference):
        api(world).get(CreateDrop)(CALLER, COMPANY, site_id=site.id)
    assert world.memory.drops == {}


def test_create_drop_for_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(CreateDrop)(STRANGER, COMPANY)

"""Deleting a site; its documents stay."""

import pytest

from billhook.domain.company import Site
from billhook.domain.errors import NotFound
from billhook.usecases.companies.remove_site import RemoveSite
from tests.builders import a_site
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


@pytest.fixture
def site(world: World) -> Site:
    site = a_site()
    world.companies.add_site(site)
    return site


def test_remove_site_hides_it_and_keeps_its_documents(world: World, site: Site) -> None:
    document = read(world, site_id=site.id)

    api(world).get(RemoveSite)(CALLER, site.id)

    assert world.memory.sites[site.id].deleted == NOW
    assert world.memory.documents[document.id] == document


def test_remove_site_twice_is_not_found(world: World, site: Site) -> None:
    api(world).get(RemoveSite)(CALLER, site.id)

    with pytest.raises(NotFound):
        api(world).get(RemoveSite)(CALLER, site.id)


def test_remove_site_of_another_account_is_not_found(world: World, site: Site) -> None:
    with pytest.raises(NotFound):
        api(world).get(RemoveSite)(STRANGER, site.id)

    assert world.memory.sites[site.id].deleted is None

"""Delete a site."""

from billhook.usecases.companies.remove_site import RemoveSite
from tests.builders import a_company, a_principal, a_site
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_remove_site_hides_it(world: World) -> None:
    world.companies.add(a_company())
    site = a_site()
    world.companies.add_site(site)

    wired(world).get(RemoveSite)(a_principal(), site.id)

    assert world.memory.sites[site.id].deleted == NOW

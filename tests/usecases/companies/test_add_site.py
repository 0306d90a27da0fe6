"""Add a site."""

from billhook.usecases.companies.add_site import AddSite
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import World
from tests.usecases.wiring import wired


def test_add_site_belongs_to_the_company(world: World) -> None:
    world.companies.add(a_company())

    site = wired(world).get(AddSite)(a_principal(), COMPANY, name="The mill")

    assert world.companies.site(site.id) == site
    assert site.company_id == COMPANY

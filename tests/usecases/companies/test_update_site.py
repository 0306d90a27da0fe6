"""Change a site."""

from billhook.usecases.companies.update_site import UpdateSite
from tests.builders import a_company, a_principal, a_site
from tests.fakes import World
from tests.usecases.wiring import wired


def test_update_site_changes_only_the_given_fields(world: World) -> None:
    world.companies.add(a_company())
    site = a_site(address="1 Mill Lane")
    world.companies.add_site(site)

    changed = wired(world).get(UpdateSite)(a_principal(), site.id, {"name": "The farm"})

    assert (changed.name, changed.address) == ("The farm", "1 Mill Lane")

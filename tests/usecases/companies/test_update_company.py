"""Change a company."""

from billhook.usecases.companies.update_company import UpdateCompany
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import World
from tests.usecases.wiring import wired


def test_update_company_changes_only_the_given_fields(world: World) -> None:
    world.companies.add(a_company(info={"a": 1}))

    changed = wired(world).get(UpdateCompany)(a_principal(), COMPANY, {"name": "Acme Mills"})

    assert (changed.name, changed.info) == ("Acme Mills", {"a": 1})
    assert world.companies.get(COMPANY) == changed

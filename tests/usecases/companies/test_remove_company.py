"""Delete a company."""

from billhook.usecases.companies.remove_company import RemoveCompany
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_remove_company_hides_it_and_has_it_erased(world: World) -> None:
    world.companies.add(a_company())

    wired(world).get(RemoveCompany)(a_principal(), COMPANY)

    company = world.companies.get(COMPANY)
    assert company is not None
    assert company.deleted == NOW
    assert len(world.erase_queue.messages) == 1

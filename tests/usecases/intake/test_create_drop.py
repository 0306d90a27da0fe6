"""Create a drop."""

from billhook.usecases.intake.create_drop import CreateDrop
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import World
from tests.usecases.wiring import wired


def test_create_drop_stores_no_token(world: World) -> None:
    world.companies.add(a_company())

    drop, token = wired(world).get(CreateDrop)(a_principal(), COMPANY, name="Tenants")

    assert world.drops.get(drop.id) == drop
    assert token not in str(world.memory.drops)

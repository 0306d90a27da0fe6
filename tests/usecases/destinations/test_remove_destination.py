"""Delete a destination."""

from billhook.usecases.destinations.remove_destination import RemoveDestination
from tests.builders import a_company, a_destination, a_principal
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_remove_destination_hides_it(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination()
    world.destinations.add(destination)

    wired(world).get(RemoveDestination)(a_principal(), destination.id)

    assert world.memory.destinations[destination.id].deleted == NOW

"""Requesting one more attempt of a delivery."""

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.errors import Conflict, NotFound, Unavailable
from billhook.usecases.delivery.resend_delivery import ResendDelivery
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.circuits import destination_of
from tests.usecases.planned_deliveries import planned
from tests.usecases.stored_documents import api


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_resend_delivery_in_any_state_sends_a_message(world: World, status: DeliveryStatus) -> None:
    delivery = planned(world).model_copy(update={"status": status})
    world.memory.deliveries[delivery.id] = delivery

    returned = api(world).get(ResendDelivery)(CALLER, delivery.id)

    (resend,) = world.memory.resends.values()
    assert (returned, world.memory.deliveries[delivery.id]) == (delivery, delivery)
    assert world.deliver_queue.messages == [{"deliveryId": delivery.id, "resendId": resend.id}]


def test_resend_delivery_whose_message_fails_is_stored_and_due(world: World) -> None:
    delivery = planned(world)
    world.deliver_queue.breaks = Unavailable("The queue is down.")

    with pytest.raises(Unavailable):
        api(world).get(ResendDelivery)(CALLER, delivery.id)

    (resend,) = world.memory.resends.values()
    assert resend.due_at is not None
    assert resend.due_at > NOW


def test_resend_delivery_to_a_deleted_destination_is_a_conflict(world: World) -> None:
    delivery = planned(world)
    world.destinations.hide(destination_of(world, delivery).hidden(NOW))

    with pytest.raises(Conflict, match="deleted"):
        api(world).get(ResendDelivery)(CALLER, delivery.id)


def test_resend_delivery_to_a_disabled_destination_is_a_conflict(world: World) -> None:
    delivery = planned(world, enabled=False)

    with pytest.raises(Conflict, match="disabled"):
        api(world).get(ResendDelivery)(CALLER, delivery.id)
    assert world.memory.resends == {}


def test_resend_delivery_of_another_account_is_not_found(world: World) -> None:
    delivery = planned(world)

    with pytest.raises(NotFound):
        api(world).get(ResendDelivery)(STRANGER, delivery.id)

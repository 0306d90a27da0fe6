"""Reading one delivery with its attempts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import DeliveryId
from billhook.usecases.delivery.get_delivery import GetDelivery
from tests.builders import an_id
from tests.fakes import OK, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.planned_deliveries import BROKEN, deliver, planned
from tests.usecases.stored_documents import api


def test_get_delivery_has_its_attempts_in_order(world: World) -> None:
    world.http_client.answers = [BROKEN, replace(OK, status_code=201)]
    delivery = planned(world)
    deliver(world, delivery)
    world.clock.advance(timedelta(hours=1))
    after = deliver(world, delivery, 2)

    found, attempts = api(world).get(GetDelivery)(CALLER, delivery.id)

    assert found == after
    assert [(attempt.number, attempt.status_code) for attempt in attempts] == [(1, 500), (2, 201)]


def test_get_delivery_without_attempts_has_none(world: World) -> None:
    delivery = planned(world)

    assert api(world).get(GetDelivery)(CALLER, delivery.id) == (delivery, ())


def test_get_delivery_foreign_or_unknown_is_not_found(world: World) -> None:
    delivery = planned(world)

    for caller, delivery_id in ((STRANGER, delivery.id), (CALLER, DeliveryId(an_id()))):
        with pytest.raises(NotFound):
            api(world).get(GetDelivery)(caller, delivery_id)

"""The sender of each type of destination."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.usecases.delivery.steps.post_webhook import PostWebhook
from billhook.usecases.delivery.steps.send_callback import SendCallback
from billhook.usecases.delivery.steps.send_to_bus import SendToBus
from billhook.usecases.delivery.steps.senders import Senders
from tests.fakes import World
from tests.usecases.wiring import wired


@pytest.mark.parametrize(
    ("kind", "sender"),
    [
        (DestinationType.WEBHOOK, PostWebhook),
        (DestinationType.CALLBACK, SendCallback),
        (DestinationType.EVENTBRIDGE, SendToBus),
    ],
)
def test_senders_have_the_sender_of_a_type(world: World, kind: DestinationType, sender: type[object]) -> None:
    assert isinstance(wired(world).get(Senders).of(kind), sender)


def test_senders_know_every_type(world: World) -> None:
    senders = wired(world).get(Senders)

    assert len({id(senders.of(kind)) for kind in DestinationType}) == len(DestinationType)

"""Planned deliveries with their document, event and destination."""

from dataclasses import replace
from typing import Any

from billhook.domain.delivery import Delivery
from billhook.domain.destination import EncryptedSecret
from billhook.domain.ids import DestinationId
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.deliver import Deliver
from tests.builders import a_content, a_delivery, a_destination, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW, OK, World
from tests.usecases.wiring import wired

KEY = b"k" * 32
BROKEN = replace(OK, status_code=500, body="oops")
TIMED_OUT = DeliveryResponse(status_code=None, error="timeout", body="", retry_after=None, duration_ms=15_000)


def planned(world: World, **fields: Any) -> Delivery:
    """A delivery of a created document to a destination with one secret and ``fields``."""
    document = a_final_document(size=10)
    world.jobs.add(a_job(id=document.job_id), [document])
    world.contents.put(document.company_id, a_content(document), None)
    event = an_event(document)
    world.memory.keep(event)
    destination_id = DestinationId(an_id())
    sealed = EncryptedSecret(sealed=world.encryptor.encrypt(KEY, context=destination_id), created=NOW)
    destination = a_destination(**{"id": destination_id, "secrets": (sealed,), **fields})
    world.destinations.add(destination)
    delivery = a_delivery(event, destination)
    world.deliveries.add(delivery)
    return delivery


def deliver(world: World, delivery: Delivery, attempt: int = 1, **parts: Any) -> Delivery:
    """The delivery after ``attempt``; ``parts`` replace ports and settings of the container."""
    wired(world, **parts).get(Deliver)(delivery.id, attempt)
    return world.memory.deliveries[delivery.id]

"""Calling a callback: a GET of its filled URL template."""

from dataclasses import replace
from typing import Any

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.destination import DestinationType, EncryptedHeader
from billhook.domain.document_status import Status
from billhook.domain.events import EventType
from billhook.domain.ids import DestinationId, SiteId
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from tests.builders import a_destination, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW, Posted, World
from tests.usecases.wiring import wired

TEMPLATE = "https://erp.example.org/hook/{utility_bill_id}?job={job_id}&status={status}"


def called_back(world: World, template: str, header: bool = True, **fields: Any) -> Posted:
    document = a_final_document(size=10, site_id=SiteId(an_id()), **fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    rejected = document.status is Status.REJECTED
    duplicate = EventType.DOCUMENT_SETTLED if document.duplicates.duplicate_of else EventType.DOCUMENT_CREATED
    event = an_event(document, kind=EventType.DOCUMENT_REJECTED if rejected else duplicate)
    world.memory.keep(event)
    destination_id = DestinationId(an_id())
    sealed = world.encryptor.encrypt(b"Bearer t0ken", context=destination_id)
    destination = a_destination(
        id=destination_id,
        type=DestinationType.CALLBACK,
        url=template,
        header=EncryptedHeader(name="Authorization", sealed=sealed) if header else None,
    )
    world.destinations.add(destination)
    delivery = planned_delivery(event, destination, NOW)
    world.deliveries.add(delivery)
    wired(world).get(Deliver)(delivery.id, 1)
    assert world.memory.deliveries[delivery.id].status is DeliveryStatus.DELIVERED
    (sent,) = world.http_client.posted
    values = {"job": document.job_id, "bill": document.id, "site": document.site_id}
    return replace(sent, url="".join(sent.url).replace(str(values["job"]), "JOB").replace(str(values["bill"]), "BILL"))


def test_send_callback_gets_the_filled_template_with_its_header(world: World) -> None:
    sent = called_back(world, TEMPLATE)

    assert (sent.method, sent.body) == ("GET", b"")
    assert sent.url == "https://erp.example.org/hook/BILL?job=JOB&status=succeeded"
    assert sent.headers["Authorization"] == "Bearer t0ken"
    assert "webhook-signature" not in sent.headers


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Status.REJECTED, "status_reason": "encrypted", "digest": None}, "failed"),
        ({"status": Status.NEEDS_REVIEW, "status_reason": "missing_fields"}, "succeeded"),
        ({"duplicate_of": an_id()}, "succeeded"),
    ],
)
def test_send_callback_has_the_status_of_the_document(world: World, fields: dict[str, Any], status: str) -> None:
    sent = called_back(world, TEMPLATE, header=False, **fields)

    assert sent.url.endswith(f"status={status}")
    assert "Authorization" not in sent.headers

"""What goes over the wire to each type of destination, in each format."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from billhook import __version__
from billhook.domain.delivery import DeliveryStatus
from billhook.domain.destination import DestinationType, EncryptedHeader, PayloadFormat
from billhook.domain.document_status import Status
from billhook.domain.events import EventType
from billhook.domain.ids import DestinationId, SiteId
from billhook.domain.signing import secret_text
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from tests.builders import COMPANY, a_destination, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW, OK, Posted, World
from tests.usecases.planned_deliveries import KEY, planned
from tests.usecases.wiring import wired


def posted(world: World, **fields: Any) -> Posted:
    delivery = planned(world, **fields)
    wired(world).get(Deliver)(delivery.id, 1)
    (sent,) = world.http_client.posted
    return sent


@pytest.mark.parametrize("form", list(PayloadFormat))
def test_whatever_the_format_it_is_signed_and_says_who_sends_it(world: World, form: PayloadFormat) -> None:
    sent = posted(world, format=form)

    Webhook(secret_text(KEY)).sign(sent.headers["webhook-id"], NOW, sent.body.decode())
    assert sent.headers["user-agent"] == f"Billhook/{__version__}"
    assert sent.headers["webhook-signature"] == Webhook(secret_text(KEY)).sign(
        sent.headers["webhook-id"], NOW, sent.body.decode()
    )


def test_a_thin_body_holds_ids_and_states_and_nothing_of_the_bill(world: World) -> None:
    body = json.loads(posted(world, format=PayloadFormat.THIN).body)

    assert set(body) == {
        "type", "eventId", "occurred", "company", "id", "version", "jobId", "siteId", "status", "statusReason"
    }  # fmt: skip
    assert (body["type"], body["company"], body["status"]) == ("document.created.v2", COMPANY, "PARSED")


def test_a_cloud_event_wraps_the_whole_body(world: World) -> None:
    sent = posted(world, format=PayloadFormat.CLOUDEVENTS)

    body = json.loads(sent.body)
    assert sent.headers["content-type"] == "application/cloudevents+json"
    assert {name: value for name, value in body.items() if name != "data"} == {
        "specversion": "1.0",
        "id": sent.headers["webhook-id"],
        "source": f"billhook.{COMPANY}",
        "type": "document.created.v2",
        "time": "2026-11-20T12:00:00.000Z",
        "subject": body["data"]["id"],
        "datacontenttype": "application/json",
    }
    assert body["data"]["totalCharges"] == "121.00"


def called_back(world: World, template: str, header: bool = True, **fields: Any) -> Posted:
    document = a_final_document(size=10, site_id=SiteId(an_id()), **fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    rejected = document.status is Status.REJECTED
    duplicate = EventType.DOCUMENT_SETTLED if document.duplicate_of else EventType.DOCUMENT_CREATED
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
    return replace(sent, url="".join(sent.url).replace(str(values["job"]), "JOB").replace(values["bill"], "BILL"))


TEMPLATE = "https://erp.example.org/hook/{utility_bill_id}?job={job_id}&status={status}"


def test_a_callback_is_a_get_of_the_filled_template_with_its_header(world: World) -> None:
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
def test_a_callback_tells_of_every_end(world: World, fields: dict[str, Any], status: str) -> None:
    sent = called_back(world, TEMPLATE, header=False, **fields)

    assert sent.url.endswith(f"status={status}")
    assert "Authorization" not in sent.headers


@pytest.mark.parametrize("kind", [kind for kind in EventType if kind.is_public])
def test_a_test_event_is_a_sample_that_says_so(world: World, kind: EventType) -> None:
    destination = a_destination(id=DestinationId(an_id()))
    world.destinations.add(destination)
    event = an_event(kind=kind, subject_id=an_id(), test=True)
    delivery = planned_delivery(event, destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    body = json.loads(world.http_client.posted[0].body)
    assert (body["type"], body["test"], body["id"], body["company"]) == (kind.value, True, event.subject_id, COMPANY)
    assert body["eventId"] == world.http_client.posted[0].headers["webhook-id"]


def test_a_test_event_is_tried_once_even_if_the_destination_is_down(world: World) -> None:
    world.http_client.answers = [replace(OK, status_code=500)]
    destination = a_destination()
    world.destinations.add(destination)
    world.circuit_breakers.save(world.circuit_breakers.get(destination.id).blocked(NOW + timedelta(hours=1)))
    delivery = planned_delivery(an_event(test=True), destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    after = world.memory.deliveries[delivery.id]
    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.EXHAUSTED, 1, None)

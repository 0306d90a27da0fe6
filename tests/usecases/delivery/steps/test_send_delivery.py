"""Delivery attempts: signed webhooks, callbacks, events for a bus, and what an attempt records."""

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
from billhook.domain.signing import body_digest, secret_text
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from billhook.usecases.delivery.steps.send_delivery import PostWebhook, SendCallback, Senders, SendToBus
from tests.builders import COMPANY, a_destination, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW, OK, Posted, World
from tests.usecases.planned_deliveries import KEY, deliver, planned
from tests.usecases.wiring import wired


def posted(world: World, **fields: Any) -> Posted:
    delivery = planned(world, **fields)
    wired(world).get(Deliver)(delivery.id, 1)
    (sent,) = world.http_client.posted
    return sent


@pytest.mark.parametrize("form", list(PayloadFormat))
def test_post_webhook_signs_every_format(world: World, form: PayloadFormat) -> None:
    sent = posted(world, format=form)

    Webhook(secret_text(KEY)).sign(sent.headers["webhook-id"], NOW, sent.body.decode())
    assert sent.headers["user-agent"] == f"Billhook/{__version__}"
    assert sent.headers["webhook-signature"] == Webhook(secret_text(KEY)).sign(
        sent.headers["webhook-id"], NOW, sent.body.decode()
    )


def test_post_webhook_invofox_has_its_envelope_and_signature(world: World) -> None:
    sent = posted(world, format=PayloadFormat.INVOFOX)

    body = json.loads(sent.body)
    assert (body["type"], body["id"]) == ("file.processed", sent.headers["webhook-id"])
    assert sent.headers["x-invofox-signature"] == body_digest(KEY, sent.body)


def test_post_webhook_thin_has_no_bill_data(world: World) -> None:
    body = json.loads(posted(world, format=PayloadFormat.THIN).body)

    assert set(body) == {
        "type", "eventId", "occurred", "company", "id", "version", "jobId", "siteId", "status", "statusReason"
    }  # fmt: skip
    assert (body["type"], body["company"], body["status"]) == ("document.created.v2", COMPANY, "PARSED")


def test_post_webhook_cloudevents_wraps_the_body(world: World) -> None:
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


TEMPLATE = "https://erp.example.org/hook/{utility_bill_id}?job={job_id}&status={status}"


def called_back(world: World, template: str, header: bool = True, **fields: Any) -> Posted:
    document = a_final_document(**{"size": 10, "site_id": SiteId(an_id()), **fields})
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


def test_send_callback_without_site_names_company_as_project(world: World) -> None:
    sent = called_back(world, "https://erp.example.org/<TENANT_ID>/<PROJECT_ID>", site_id=None)

    assert sent.url == f"https://erp.example.org/{COMPANY}/{COMPANY}"


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


BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def test_send_to_bus_puts_an_entry_with_company_and_event_id(world: World) -> None:
    delivery = planned(world, type=DestinationType.EVENTBRIDGE, url=None, bus_arn=BUS, verified=NOW)

    after = deliver(world, delivery)

    ((bus_arn, entry),) = world.buses.taken
    assert (bus_arn, entry.source, entry.detail_type) == (BUS, f"billhook.{COMPANY}", "document.created.v2")
    assert json.loads(entry.detail)["eventId"] == delivery.event_id
    assert (after.status, world.http_client.posted) == (DeliveryStatus.DELIVERED, [])


def test_send_to_bus_refused_is_retried(world: World) -> None:
    world.buses.answers = [
        DeliveryResponse(status_code=400, error="access_denied", body="no", retry_after=None, duration_ms=3)
    ]
    world.ids.share = 0.5
    delivery = planned(world, type=DestinationType.EVENTBRIDGE, url=None, bus_arn=BUS, verified=NOW)

    after = deliver(world, delivery)

    assert (after.status, after.last_error) == (DeliveryStatus.PENDING, "access_denied")
    assert after.next_attempt_at == NOW + timedelta(seconds=5)


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


@pytest.mark.parametrize("kind", [kind for kind in EventType if kind.is_public])
def test_send_delivery_of_a_test_event_posts_a_marked_sample(world: World, kind: EventType) -> None:
    destination = a_destination(id=DestinationId(an_id()))
    world.destinations.add(destination)
    event = an_event(kind=kind, subject_id=an_id(), test=True)
    delivery = planned_delivery(event, destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    body = json.loads(world.http_client.posted[0].body)
    assert (body["type"], body["test"], body["id"], body["company"]) == (kind.value, True, event.subject_id, COMPANY)
    assert body["eventId"] == world.http_client.posted[0].headers["webhook-id"]


def test_send_delivery_of_a_test_event_ignores_the_circuit(world: World) -> None:
    world.http_client.answers = [replace(OK, status_code=500)]
    destination = a_destination()
    world.destinations.add(destination)
    world.circuit_breakers.save(world.circuit_breakers.get(destination.id).blocked(NOW + timedelta(hours=1)))
    delivery = planned_delivery(an_event(test=True), destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    after = world.memory.deliveries[delivery.id]
    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.EXHAUSTED, 1, None)

"""Sending an event to a webhook: signed, in the format of the destination."""

import json
from typing import Any

import pytest
from standardwebhooks import Webhook

from billhook import __version__
from billhook.domain.destination import PayloadFormat
from billhook.domain.signing import secret_text
from billhook.usecases.delivery.deliver import Deliver
from tests.builders import COMPANY
from tests.fakes import NOW, Posted, World
from tests.usecases.planned_deliveries import KEY, planned
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

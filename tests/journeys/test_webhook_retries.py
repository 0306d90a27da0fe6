"""The event of one bill is sent to a receiver of each behaviour; deliveries follow the retry schedule."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from billhook.local import certificate
from billhook.local.receiver import Receiver as GoodReceiver
from billhook.local.samples import text_bill
from tests.adapters.egress.servers import Server, answer, serving
from tests.journeys.customer import Customer, new_customer, wait_until
from tests.zoo import Receiver, zoo

RECEIVERS = zoo(lambda: "")
BEFORE = timedelta(minutes=5)


@dataclass
class DeliveredEvent:
    customer: Customer
    servers: dict[str, Server]
    elsewhere: Server
    destinations: dict[str, str]
    document_id: str

    def deliveries(self, name: str) -> list[dict[str, Any]]:
        return list(self.customer.api.listed(f"/v2.2/delivery/destination/{self.destinations[name]}", limit=10))

    def delivery(self, name: str) -> dict[str, Any]:
        """The delivery of the document's event, at its end."""

        def ended() -> dict[str, Any] | None:
            done = [item for item in self.deliveries(name) if item["status"] != "PENDING"]
            return done[0] if done else None

        delivery_id = wait_until(ended, f"the delivery to {name} is over")["id"]
        shown: dict[str, Any] = self.customer.api.get(f"/v2.2/delivery/{delivery_id}")
        return shown


@pytest.fixture(scope="module")
def delivered(cloud: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeliveredEvent]:
    with ExitStack() as opened:
        elsewhere = opened.enter_context(serving(answer()))
        tls = _self_signed(tmp_path_factory.mktemp("tls"))
        receivers = zoo(lambda: elsewhere.url)
        servers = {
            name: opened.enter_context(serving(receiver.talk, tls if receiver.speaks_tls else None))
            for name, receiver in receivers.items()
        }
        customer = new_customer(cloud, opened.enter_context(GoodReceiver()))
        path = f"/v2.2/destination/company/{customer.company_id}"
        subscription = {"eventTypes": ["document.created.v2"]}
        destinations = {
            name: customer.api.post(path, {"url": f"{server.url}/hook", **subscription})["id"]
            for name, server in servers.items()
        }
        document = customer.submit_and_wait("bill.pdf", text_bill())
        yield DeliveredEvent(customer, servers, elsewhere, destinations, document["id"])


def _self_signed(folder: Path) -> ssl.SSLContext:
    certificate.write(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(("name", "receiver"), RECEIVERS.items(), ids=RECEIVERS)
def test_delivery_to_each_receiver_ends_as_scheduled(name: str, receiver: Receiver, delivered: DeliveredEvent) -> None:
    delivery = delivered.delivery(name)

    result = (delivery["status"], delivery["attemptCount"], delivery["lastStatusCode"], delivery["lastError"])
    assert result == (receiver.ends.value, receiver.attempts, receiver.status_code, receiver.error)
    assert [attempt["number"] for attempt in delivery["attempts"]] == list(range(1, receiver.attempts + 1))
    assert len(delivered.servers[name].requests) == (0 if receiver.speaks_tls else receiver.attempts)


def test_event_with_failing_receivers_reaches_the_others(delivered: DeliveredEvent) -> None:
    event = delivered.customer.wait_for_event("document.created.v2", delivered.document_id)

    ids = {delivered.delivery(name)["eventId"] for name in RECEIVERS}
    assert ids == {event.event_id}


def test_redirect_is_not_followed(delivered: DeliveredEvent) -> None:
    delivered.delivery("301")

    assert delivered.elsewhere.requests == []


def test_destination_answering_410_is_disabled_with_event(delivered: DeliveredEvent) -> None:
    delivered.delivery("410")

    event = delivered.customer.wait_for_event("destination.disabled.v2", delivered.destinations["410"])

    shown = delivered.customer.api.get(f"/v2.2/destination/{delivered.destinations['410']}")
    assert event.body["reason"] == shown["disabledReason"] == "The receiver answered 410 Gone."
    assert shown["enabled"] is False


def test_recovery_of_repaired_destination_delivers_missed_events(delivered: DeliveredEvent) -> None:
    missed, path = delivered.delivery("500"), f"/v2.2/destination/{delivered.destinations['500']}"
    with GoodReceiver() as repaired:
        delivered.customer.api.patch(path, {"url": repaired.url})

        since = datetime.now(UTC) - BEFORE
        delivered.customer.api.post(f"{path}/recover", {"since": since.isoformat()})

        arrived = repaired.wait_for(
            lambda requests: missed["eventId"] in {webhook.event_id for webhook in requests}, timeout=150
        )
    assert arrived
    recovered = wait_until(lambda: delivered.delivery("500")["status"] == "DELIVERED", "the delivery is recovered")
    assert recovered

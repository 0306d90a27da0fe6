"""Events of one bill for receivers of each behaviour: deliveries follow the retry schedule and can be recovered."""

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
from tests.journeys.customer import Customer, a_customer, wait_until
from tests.zoo import Receiver, zoo

ANIMALS = zoo(lambda: "")
BEFORE = timedelta(minutes=5)


@dataclass
class Visit:
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
            found = [one for one in self.deliveries(name) if one["status"] != "PENDING"]
            return found[0] if found else None

        delivery_id = wait_until(ended, f"the delivery to {name} is over")["id"]
        whole: dict[str, Any] = self.customer.api.get(f"/v2.2/delivery/{delivery_id}")
        return whole


@pytest.fixture(scope="module")
def visit(cloud: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with ExitStack() as opened:
        elsewhere = opened.enter_context(serving(answer()))
        tls = _unknown_to_anybody(tmp_path_factory.mktemp("tls"))
        animals = zoo(lambda: elsewhere.url)
        servers = {
            name: opened.enter_context(serving(one.talk, tls if one.speaks_tls else None))
            for name, one in animals.items()
        }
        customer = a_customer(cloud, opened.enter_context(GoodReceiver()))
        place = f"/v2.2/destination/company/{customer.company_id}"
        wanted = {"eventTypes": ["document.created.v2"]}
        destinations = {
            name: customer.api.post(place, {"url": f"{server.url}/hook", **wanted})["id"]
            for name, server in servers.items()
        }
        document = customer.read("bill.pdf", text_bill())
        yield Visit(customer, servers, elsewhere, destinations, document["id"])


def _unknown_to_anybody(folder: Path) -> ssl.SSLContext:
    certificate.write(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(("name", "animal"), ANIMALS.items(), ids=ANIMALS)
def test_each_delivery_ends_as_the_schedule_says(name: str, animal: Receiver, visit: Visit) -> None:
    delivery = visit.delivery(name)

    told = (delivery["status"], delivery["attemptCount"], delivery["lastStatusCode"], delivery["lastError"])
    assert told == (animal.ends.value, animal.attempts, animal.status_code, animal.error)
    assert [made["number"] for made in delivery["attempts"]] == list(range(1, animal.attempts + 1))
    assert len(visit.servers[name].requests) == (0 if animal.speaks_tls else animal.attempts)


def test_all_others_hear_of_it_whatever_some_receivers_do(visit: Visit) -> None:
    event = visit.customer.told("document.created.v2", visit.document_id)

    ids = {visit.delivery(name)["eventId"] for name in ANIMALS}
    assert ids == {event.event_id}


def test_the_target_of_a_redirect_is_never_visited(visit: Visit) -> None:
    visit.delivery("301")

    assert visit.elsewhere.requests == []


def test_a_receiver_that_is_gone_is_disabled_and_its_company_told(visit: Visit) -> None:
    visit.delivery("410")

    told = visit.customer.told("destination.disabled.v2", visit.destinations["410"])

    shown = visit.customer.api.get(f"/v2.2/destination/{visit.destinations['410']}")
    assert told.body["reason"] == shown["disabledReason"] == "The receiver answered 410 Gone."
    assert shown["enabled"] is False


def test_who_mends_a_receiver_recovers_what_it_missed(visit: Visit) -> None:
    missed, place = visit.delivery("500"), f"/v2.2/destination/{visit.destinations['500']}"
    with GoodReceiver() as mended:
        visit.customer.api.patch(place, {"url": mended.url})

        since = datetime.now(UTC) - BEFORE
        visit.customer.api.post(f"{place}/recover", {"since": since.isoformat()})

        arrived = mended.wait_for(lambda got: missed["eventId"] in {one.event_id for one in got}, timeout=150)
    assert arrived
    done = wait_until(lambda: visit.delivery("500")["status"] == "DELIVERED", "the delivery is recovered")
    assert done

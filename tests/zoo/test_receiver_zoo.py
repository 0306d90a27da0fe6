"""Deliveries over real HTTP to every kind of receiver end as the retry schedule requires."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from billhook.adapters.egress import Egress
from billhook.adapters.egress_http_client import MAX_BODY_BYTES, EgressHttpClient
from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.events import EventType
from billhook.domain.urls import UrlPolicy
from billhook.local import certificate
from tests.adapters.egress.servers import Server, answer, serving
from tests.builders import a_content, a_destination, a_final_document, a_job, an_event
from tests.fakes import NOW, World
from tests.usecases.simulation import Simulation
from tests.zoo import ATTEMPTS, Receiver, zoo

SCHEDULE = "0, 5, 300"
HASTY = 1.0
"""Timeout of a request in seconds."""


@dataclass
class DeliveryRun:
    """The state after one event was delivered to all receivers, and their servers."""

    world: World
    servers: dict[str, Server]
    elsewhere: Server

    def delivery(self, name: str) -> Delivery:
        (delivery,) = [
            candidate
            for candidate in self.world.memory.deliveries.values()
            if (self.world.memory.destinations[candidate.destination_id].url or "").endswith(
                f"/{name.replace(' ', '-')}"
            )
            and candidate.event_type is EventType.DOCUMENT_CREATED
        ]
        return delivery

    def attempts(self, name: str) -> tuple[Attempt, ...]:
        return self.world.deliveries.attempts(self.delivery(name).id)

    def waits(self, name: str) -> list[timedelta]:
        times: list[datetime] = [attempt.at for attempt in self.attempts(name)]
        return [after - before for before, after in pairwise(times)]


RECEIVERS = zoo(lambda: "")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeliveryRun]:
    with ExitStack() as open_servers:
        elsewhere = open_servers.enter_context(serving(answer()))
        receivers = zoo(lambda: elsewhere.url)
        tls = _unknown_to_anybody(tmp_path_factory.mktemp("tls"))
        servers = {
            name: open_servers.enter_context(serving(receiver.talk, tls if receiver.speaks_tls else None))
            for name, receiver in receivers.items()
        }
        http_client = EgressHttpClient(Egress(UrlPolicy.of("127.0.0.1:*")), seconds=HASTY)
        world = World(http_client=http_client)  # type: ignore[arg-type]
        document = a_final_document(size=10)
        world.jobs.add(a_job(id=document.job_id, expected=9), [document])
        world.contents.put(document.company_id, a_content(document), None)
        world.memory.keep(an_event(document))
        for name, server in servers.items():
            types = (EventType.DOCUMENT_CREATED.value,)
            world.destinations.add(a_destination(url=f"{server.url}/{name.replace(' ', '-')}", event_types=types))
        Simulation(world=world, retry_schedule=SCHEDULE).run()
        yield DeliveryRun(world, servers, elsewhere)


def _unknown_to_anybody(folder: Path) -> ssl.SSLContext:
    certificate.write(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize(("name", "expected"), RECEIVERS.items(), ids=RECEIVERS)
def test_delivery_to_each_receiver_ends_as_expected(name: str, expected: Receiver, run: DeliveryRun) -> None:
    delivery = run.delivery(name)

    result = (delivery.status, delivery.attempts, delivery.last_status_code, delivery.last_error, delivery.due_at)
    assert result == (expected.ends, expected.attempts, expected.status_code, expected.error, None)
    assert [attempt.number for attempt in run.attempts(name)] == list(range(1, expected.attempts + 1))


@pytest.mark.parametrize(("name", "expected"), RECEIVERS.items(), ids=RECEIVERS)
def test_delivery_calls_each_receiver_once_per_attempt(name: str, expected: Receiver, run: DeliveryRun) -> None:
    requests = run.servers[name].requests

    assert len(requests) == (0 if expected.speaks_tls else expected.attempts)
    event_id = run.delivery(name).event_id.encode()
    assert all(b"webhook-id: " + event_id in request for request in requests)


def test_delivery_does_not_follow_a_redirect(run: DeliveryRun) -> None:
    assert run.elsewhere.requests == []


def test_delivery_answered_410_disables_only_that_destination(run: DeliveryRun) -> None:
    off = [destination.url or "" for destination in run.world.memory.destinations.values() if not destination.enabled]

    assert [url.rpartition("/")[2] for url in off] == ["410"]
    kinds = [event.type for event in run.world.memory.events.values()]
    assert kinds.count(EventType.DESTINATION_DISABLED) == 1


@pytest.mark.parametrize("name", ["429 for seconds", "429 until a date", "429 and silly", "slow-loris", "hangs"])
def test_delivery_to_slow_receiver_waits_a_minute_or_more(name: str, run: DeliveryRun) -> None:
    first, second = run.waits(name)

    assert first >= timedelta(seconds=60)
    assert second >= timedelta(minutes=4)


@pytest.mark.parametrize(
    ("name", "minutes"), [("500", 4), ("429 and silly", 4), ("429 for seconds", 5), ("429 until a date", 5)]
)
def test_delivery_retry_after_does_not_shorten_the_schedule(name: str, minutes: int, run: DeliveryRun) -> None:
    assert run.waits(name)[1] == timedelta(minutes=minutes)


@pytest.mark.parametrize("name", ["10 MB", "gzip bomb"])
def test_delivery_keeps_little_of_a_huge_response(name: str, run: DeliveryRun) -> None:
    (attempt,) = run.attempts(name)

    assert len(attempt.response or "") <= MAX_BODY_BYTES


def test_delivery_to_one_receiver_does_not_delay_others(run: DeliveryRun) -> None:
    assert run.world.clock.now() - NOW < timedelta(minutes=8)
    assert len(SCHEDULE.split(",")) == ATTEMPTS

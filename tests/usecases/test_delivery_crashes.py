"""Crashes of deliveries at any call of a port: every event arrives, or is exhausted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus, Resend
from billhook.domain.destination import Destination, DestinationType
from billhook.domain.document import Document
from billhook.domain.events import Event, EventType
from billhook.domain.recovery import Recovery, RecoveryStep
from billhook.ports.senders import DeliveryResponse
from billhook.wire.messages import recovery_message
from tests.builders import COMPANY, a_content, a_delivery, a_destination, a_final_document, a_job, an_event, an_id
from tests.fakes import NOW, OK, FakeHttpClient, Posted, World
from tests.usecases.lives import Lives
from tests.usecases.simulation import Simulation

pytestmark = pytest.mark.slow

BROKEN, GONE = replace(OK, status_code=500), replace(OK, status_code=410)
TIMED_OUT = DeliveryResponse(status_code=None, error="timeout", body="", retry_after=None, duration_ms=15_000)
DAY = timedelta(days=1)
SCHEDULE = "0, 5, 300, 1800"


@dataclass
class Receivers(FakeHttpClient):
    """Receivers by their URL; each counts its requests."""

    calls: Counter[str] = field(default_factory=Counter)

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> DeliveryResponse:
        return self._answer(Posted(url, dict(headers), body))

    def get(self, url: str, *, headers: Mapping[str, str]) -> DeliveryResponse:
        return self._answer(Posted(url, dict(headers), b"", "GET"))

    def _answer(self, request: Posted) -> DeliveryResponse:
        self.posted.append(request)
        name = request.url.split("/")[3]
        self.calls[name] += 1
        if name == "gone":
            return GONE
        if name == "dead":
            return BROKEN
        if name == "hangs":
            return TIMED_OUT if self.calls[name] <= 4 else OK
        return OK


@dataclass
class DeliveryRun:
    """A company with a destination of each temper, its events, and what people asked for."""

    simulation: Simulation
    documents: list[Document]
    destinations: dict[str, Destination]
    old: dict[str, Delivery]
    missed: Event
    recovery: Recovery

    @property
    def world(self) -> World:
        return self.simulation.world

    def deliveries_to(self, name: str) -> list[Delivery]:
        mine = self.destinations[name].id
        return [delivery for delivery in self.world.memory.deliveries.values() if delivery.destination_id == mine]

    def reached(self, name: str) -> set[str]:
        return {
            request.headers["webhook-id"]
            for request in self.world.http_client.posted
            if request.url.split("/")[3] == name
        }


def started(**how: object) -> DeliveryRun:
    simulation = Simulation(world=World(http_client=Receivers()), retry_schedule=SCHEDULE, **how)  # type: ignore[arg-type]
    world = simulation.world
    documents = [_finished(world) for _ in range(2)]
    for document in documents:
        world.memory.keep(an_event(document))
    duplicate = _finished(world, duplicate_of=documents[0].id)
    world.memory.keep(an_event(duplicate, kind=EventType.DOCUMENT_SETTLED))
    kinds: dict[str, dict[str, Any]] = {
        "fine": {},
        "slow": {"rate_per_second": 1},
        "hangs": {},
        "dead": {},
        "gone": {},
        "callback": {
            "type": DestinationType.CALLBACK,
            "url": "https://hooks.example.org/callback/{utility_bill_id}/{status}",
        },
        "picky": {"filter": {"id": (documents[0].id,)}},
        "back": {"event_types": ("document.created.v2",)},
    }
    destinations = {
        name: a_destination(**{"url": f"https://hooks.example.org/{name}", **fields}) for name, fields in kinds.items()
    }
    for destination in destinations.values():
        world.destinations.add(destination)
    old = {name: _given_up(world, destinations[name]) for name in ("fine", "back")}
    missed = _past(world)
    simulation.seen |= {old["fine"].event_id, old["back"].event_id, missed.id}  # published yesterday
    world.deliveries.add_resend(Resend(id=an_id(), delivery_id=old["fine"].id, due_at=NOW))
    recovery = Recovery(
        id=an_id(),
        company_id=COMPANY,
        destination_id=destinations["back"].id,
        since=NOW - 2 * DAY,
        created=NOW,
        updated=NOW,
        due_at=NOW,
    )
    world.recoveries.add(recovery)
    world.deliver_queue.send(recovery_message(recovery.destination_id, recovery.id))
    return DeliveryRun(simulation, documents, destinations, old, missed, recovery)


def _finished(world: World, **fields: object) -> Document:
    document = a_final_document(size=10, **fields)
    world.jobs.add(a_job(id=document.job_id, expected=99), [document])
    world.contents.put(document.company_id, a_content(document), None)
    return document


def _past(world: World) -> Event:
    """An event of yesterday, published and planned then."""
    document = _finished(world)
    event = an_event(document, occurred=NOW - DAY, published=NOW - DAY, planned=NOW - DAY, due_at=None)
    world.memory.keep(event)
    return event


def _given_up(world: World, destination: Destination) -> Delivery:
    ended = {"status": DeliveryStatus.EXHAUSTED, "attempts": 10, "due_at": None, "next_attempt_at": None}
    delivery = a_delivery(_past(world), destination, created=NOW - DAY, **ended)
    world.deliveries.add(delivery)
    return delivery


def check(life: DeliveryRun) -> None:
    """Assert the end state, which is the same after every fault."""
    memory = life.world.memory
    created = {event.id for event in memory.events.values() if event.occurred >= NOW and event.type.is_public}
    assert all(event.planned for event in memory.events.values())
    assert not [delivery for delivery in memory.deliveries.values() if not delivery.status.is_final]
    assert not [resend for resend in memory.resends.values() if resend.done is None]

    disabled = [event for event in memory.events.values() if event.type is EventType.DESTINATION_DISABLED]
    assert [event.subject_id for event in disabled] == [life.destinations["gone"].id]
    old = {name: item.event_id for name, item in life.old.items()}
    for name in ("fine", "slow", "hangs"):
        wanted = created | ({old[name]} if name in old else set())
        assert {item.event_id for item in life.deliveries_to(name)} == wanted
        assert {item.status for item in life.deliveries_to(name)} == {DeliveryStatus.DELIVERED}
        assert life.reached(name) == wanted

    assert {item.event_id for item in life.deliveries_to("dead")} == created
    assert {(item.status, item.attempts) for item in life.deliveries_to("dead")} == {(DeliveryStatus.EXHAUSTED, 4)}
    given_up = {item.event_id: item.status for item in life.deliveries_to("gone")}
    assert set(given_up.values()) == {DeliveryStatus.EXHAUSTED}
    assert len(life.deliveries_to("callback")) == len(life.documents) + 1
    assert {item.status for item in life.deliveries_to("callback")} == {DeliveryStatus.DELIVERED}
    assert [item.subject_id for item in life.deliveries_to("picky")] == [life.documents[0].id]

    new = {event.id for event in memory.events.values() if event.type is EventType.DOCUMENT_CREATED}
    back = (created & new) | {old["back"], old["fine"], life.missed.id}
    assert {item.event_id for item in life.deliveries_to("back")} == life.reached("back") == back
    assert {item.status for item in life.deliveries_to("back")} == {DeliveryStatus.DELIVERED}
    recovery = memory.recoveries[life.recovery.id]
    assert recovery.step is RecoveryStep.DONE


LIVES = Lives(started, check)


def test_deliveries_without_a_crash_arrive_once() -> None:
    life = LIVES.quiet()

    posted = Counter((item.url, item.headers.get("webhook-id")) for item in life.world.http_client.posted)
    assert {count for (url, _), count in posted.items() if "/fine" in url or "/slow" in url} == {1}
    assert life.world.memory.recoveries[life.recovery.id].recovered == 3


@pytest.mark.parametrize("redelivers", [True, False], ids=["message comes again", "message is lost"])
def test_deliveries_killed_at_any_call_lose_nothing(*, redelivers: bool) -> None:
    LIVES.killed_at_each(LIVES.effects, redelivers=redelivers)


@pytest.mark.parametrize("seed", range(40))
def test_deliveries_killed_three_times_lose_nothing(seed: int) -> None:
    LIVES.killed_thrice(seed, LIVES.effects, redelivers=bool(seed % 2), stream_works=bool(seed % 3))


def test_deliveries_of_a_process_frozen_at_any_call_undo_nothing() -> None:
    LIVES.frozen_at_each(LIVES.effects)

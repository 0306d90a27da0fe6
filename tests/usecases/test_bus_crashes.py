"""Crashes between adding a bus and its first event: challenged, verified, event received, in this order."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from billhook.domain.destination import Destination, DestinationOptions
from billhook.ports.events import BusEntry
from billhook.ports.senders import DeliveryResponse
from billhook.runtime.container import Container
from billhook.settings import Settings
from billhook.usecases.destinations.add_eventbridge_destination import AddEventbridgeDestination
from billhook.usecases.destinations.verify_destination import VerifyDestination
from tests.builders import COMPANY, a_company, a_content, a_final_document, a_job, a_principal, an_event
from tests.fakes.container import fake_container
from tests.usecases.lives import Lives
from tests.usecases.simulation import EFFECTS, Killed, Mortal, Simulation

pytestmark = pytest.mark.slow

RESERVED = "arn:aws:events:*:999999999999:event-bus/*"
BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
CHALLENGE = "destination.verification"
BROKEN = DeliveryResponse(status_code=None, error="throttled", body="", retry_after=None, duration_ms=3)
T = TypeVar("T")


class Way:
    """A customer's requests, in a simulation whose processes have faults; unanswered requests are repeated."""

    def __init__(self, **how: Any) -> None:
        self.simulation = Simulation(**how)
        self.world = self.simulation.world
        self.world.buses.answers = [BROKEN]
        self.world.companies.add(a_company())

    def go(self) -> None:
        """Add the bus, answer the challenge, have an event of a document sent."""
        bus = self._asked(
            lambda api: api.get(AddEventbridgeDestination)(
                a_principal(), COMPANY, bus_arn=BUS, options=DestinationOptions()
            )
        )
        self._happens()
        self.simulation.run()
        token = self._token(bus)
        self.early = [entry.detail_type for _, entry in self.world.buses.taken if entry.detail_type != CHALLENGE]
        self.bus = self._asked(lambda api: api.get(VerifyDestination)(a_principal(), bus.id, token))
        self.event = self._happens()
        self.simulation.run()

    def published(self) -> list[BusEntry]:
        return [entry for arn, entry in self.world.buses.taken if arn == BUS]

    def _asked(self, ask: Callable[[Container], T]) -> T:
        for _ in range(3):
            try:
                return ask(self._api())
            except Killed:
                self.simulation.deaths += 1
        raise AssertionError("It dies each time.")

    def _api(self) -> Container:
        """A fresh process in front of the same table and queues."""
        role = "arn:aws:iam::999999999999:role/billhook-test-dispatcher-eu-west-1"
        mortal = {name: Mortal(name, getattr(self.world, name), self.simulation.fate) for name in EFFECTS}
        return fake_container(self.world, Settings(dispatcher_role=role, reserved_buses=RESERVED), **mortal)

    def _happens(self) -> str:
        """Finish a document; the id of its event."""
        document = a_final_document(size=10)
        event = an_event(document)
        self.world.jobs.add(a_job(id=document.job_id), [document])
        self.world.contents.put(document.company_id, a_content(document), None)
        self.world.memory.keep(event)
        return event.id

    def _token(self, bus: Destination) -> str:
        found = [json.loads(entry.detail) for entry in self.published() if entry.detail_type == CHALLENGE]
        return str([item["token"] for item in found if item["id"] == bus.id][-1])


def check(way: Way) -> None:
    assert way.bus.is_verified
    assert way.early == []
    ids: list[Any] = [json.loads(entry.detail)["eventId"] for entry in way.published()]
    assert way.event in ids
    assert all(delivery.status.is_final for delivery in way.world.memory.deliveries.values())


LIVES = Lives(Way, check, go=Way.go)


def test_bus_without_a_crash_gets_challenge_and_event() -> None:
    way = LIVES.quiet()

    assert [entry.detail_type for entry in way.published()] == [
        CHALLENGE,
        CHALLENGE,
        "document.created.v2",
        "job.completed.v2",
    ]


@pytest.mark.parametrize("redelivers", [True, False], ids=["message comes again", "message is lost"])
def test_bus_killed_at_any_call_loses_nothing(*, redelivers: bool) -> None:
    LIVES.killed_at_each(LIVES.calls, redelivers=redelivers)


def test_bus_with_a_frozen_process_undoes_nothing() -> None:
    """But for the one that names the bus: a request that slept for a minute has no answer, and is made again."""
    named = LIVES.log.index("destinations.add") + 1

    LIVES.frozen_at_each(call for call in LIVES.calls if call > named)

"""A company with one event that is delivered repeatedly to its destinations, by the use case of the function."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.delivering.queue import Sqs
from billhook.adapters.background_timer import BackgroundTimer
from billhook.adapters.clock import SystemClock, SystemIds
from billhook.adapters.egress import Egress
from billhook.adapters.egress_http_client import EgressHttpClient
from billhook.domain.destination import Destination, DestinationPatch, EncryptedSecret
from billhook.domain.events import Event
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.domain.urls import UrlPolicy
from billhook.runtime.container import Container
from billhook.usecases.delivery.deliver import Deliver
from tests.builders import a_content, a_delivery, a_destination, a_final_document, a_job, an_event
from tests.fakes import World
from tests.usecases.wiring import wired

STORE_MS = 3.0
SLOW_STORES = ("deliveries", "destinations", "outbox", "circuit_breakers", "documents", "contents")
KEY = b"k" * 32


class Remote:
    """A store with network latency: every call takes ``STORE_MS``."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            time.sleep(STORE_MS / 1000)
            return method(*args, **kwargs)

        return call


@dataclass
class Stage:
    """The company, its stores and its queue. ``has_remote_stores`` gives stores the latency of DynamoDB."""

    has_remote_stores: bool = False
    world: World = field(default_factory=World)
    queue: Sqs = field(default_factory=Sqs)

    def __post_init__(self) -> None:
        world = self.world
        vars(world).update(
            clock=SystemClock(),
            ids=SystemIds(),
            timer=BackgroundTimer(),
            http_client=EgressHttpClient(Egress(UrlPolicy.of("127.0.0.1:*"))),
            deliver_queue=self.queue,
        )
        self.event = self._an_event()
        slow = SLOW_STORES if self.has_remote_stores else ()
        remote: dict[str, Any] = {name: Remote(getattr(world, name)) for name in slow}
        self.pipeline: Container = wired(world, **remote)
        self.deliver = self.pipeline.get(Deliver)

    def destination(self, url: str) -> Destination:
        destination_id = DestinationId(self.world.ids.new())
        sealed = EncryptedSecret(
            sealed=self.world.encryptor.encrypt(KEY, context=destination_id), created=datetime.now(UTC)
        )
        destination = a_destination(id=destination_id, url=url, secrets=(sealed,))
        self.world.destinations.add(destination)
        return destination

    def plan(self, destination: Destination) -> DeliveryId:
        """Add a delivery of the event, with an id of its own although event and destination repeat."""
        now = datetime.now(UTC)
        delivery_id = DeliveryId(self.world.ids.new())
        times = {"created": now, "updated": now, "next_attempt_at": now, "due_at": now + timedelta(minutes=1)}
        self.world.deliveries.add(a_delivery(self.event, destination, id=delivery_id, **times))
        return delivery_id

    def start(self) -> None:
        """Start the workers of the queue."""

        def work(body: str) -> None:
            message = json.loads(body)
            self.deliver(message["deliveryId"], message["attempt"])

        self.queue.start(work)

    def feed(self, destinations: Sequence[Destination], *, per_second: int, seconds: float) -> list[DeliveryId]:
        """Send events to each destination at an even rate; return a second after the last."""
        planned: list[DeliveryId] = []
        started = time.monotonic()
        while (elapsed := time.monotonic() - started) < seconds:
            while len(planned) < int(elapsed * per_second * len(destinations)):
                planned.append(self.plan(destinations[len(planned) % len(destinations)]))
                self.queue.send({"deliveryId": planned[-1], "attempt": 1})
            time.sleep(0.002)
        time.sleep(1)
        return planned

    def latencies(self, ids: Sequence[DeliveryId]) -> list[float]:
        """Milliseconds from planned to answered, of the deliveries that were answered."""
        latencies: list[float] = []
        for delivery_id in ids:
            planned = self.world.memory.deliveries[delivery_id].created
            first = self.world.deliveries.attempts(delivery_id)[:1]
            latencies += [
                (attempt.at - planned).total_seconds() * 1000 + attempt.duration_ms
                for attempt in first
                if attempt.succeeded
            ]
        return latencies

    def attempts_at(self, destination: Destination) -> int:
        """The number of finished attempts at a destination."""
        deliveries = self.world.memory.deliveries.values()
        ids = [delivery.id for delivery in deliveries if delivery.destination_id == destination.id]
        return sum(len(self.world.deliveries.attempts(delivery_id)) for delivery_id in ids)

    def stop(self, destination: Destination) -> None:
        """Disable a destination; return when its open attempts have timed out."""
        disabled = destination.changed(DestinationPatch(enabled=False), self.world.clock.now())
        self.world.destinations.save(disabled, before=destination)
        self.queue.wait_until_idle()

    def _an_event(self) -> Event:
        document = a_final_document(size=10)
        self.world.jobs.add(a_job(id=document.job_id), [document])
        self.world.contents.put(document.company_id, a_content(document), None)
        event = an_event(document)
        self.world.memory.keep(event)
        return event

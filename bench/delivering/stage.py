"""A company with one event, and destinations to tell it to, again and again, by the use case that the function runs."""

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
from billhook.domain.destination import Destination, EncryptedSecret
from billhook.domain.events import Event
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.domain.urls import UrlPolicy
from billhook.runtime.pipeline import Pipeline
from tests.builders import a_content, a_delivery, a_destination, a_final_document, a_job, an_event
from tests.fakes import World
from tests.usecases.wiring import wired

STORE_MS = 3.0
SLOW_STORES = ("deliveries", "destinations", "outbox", "circuit_breakers", "documents", "contents")
KEY = b"k" * 32


class Remote:
    """A store behind a network: every call takes its time."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            time.sleep(STORE_MS / 1000)
            return found(*args, **kwargs)

        return call


@dataclass
class Stage:
    """``has_far_stores`` makes each call of a store take as long as DynamoDB's would."""

    has_far_stores: bool = False
    world: World = field(default_factory=World)
    queue: Sqs = field(default_factory=Sqs)

    def __post_init__(self) -> None:
        world = self.world
        world.clock, world.ids, world.timer = SystemClock(), SystemIds(), BackgroundTimer()  # type: ignore[assignment]
        world.http_client = EgressHttpClient(Egress(UrlPolicy.of("127.0.0.1:*")))  # type: ignore[assignment]
        world.deliver_queue = self.queue  # type: ignore[assignment]
        self.event = self._an_event()
        far = {name: Remote(getattr(world, name)) for name in SLOW_STORES} if self.has_far_stores else {}
        self.pipeline: Pipeline = wired(world, **far)
        self.deliver = self.pipeline.deliver

    def destination(self, url: str) -> Destination:
        destination_id = DestinationId(self.world.ids.new())
        sealed = EncryptedSecret(
            sealed=self.world.encryptor.encrypt(KEY, context=destination_id), created=datetime.now(UTC)
        )
        made = a_destination(id=destination_id, url=url, secrets=(sealed,))
        self.world.destinations.add(made)
        return made

    def plan(self, destination: Destination) -> DeliveryId:
        """One more delivery of the event; the same event for the same destination would be the same delivery."""
        now = datetime.now(UTC)
        delivery_id = DeliveryId(self.world.ids.new())
        times = {"created": now, "updated": now, "next_attempt_at": now, "due_at": now + timedelta(minutes=1)}
        self.world.deliveries.add(a_delivery(self.event, destination, id=delivery_id, **times))
        return delivery_id

    def start(self) -> None:
        """Let the queue's workers deliver."""

        def work(body: str) -> None:
            message = json.loads(body)
            self.deliver(message["deliveryId"], message["attempt"])

        self.queue.start(work)

    def feed(self, destinations: Sequence[Destination], *, per_second: int, seconds: float) -> list[DeliveryId]:
        """Events at an even pace for each; a moment later those of the last second have arrived too."""
        planned: list[DeliveryId] = []
        started = time.monotonic()
        while (passed := time.monotonic() - started) < seconds:
            while len(planned) < int(passed * per_second * len(destinations)):
                planned.append(self.plan(destinations[len(planned) % len(destinations)]))
                self.queue.send({"deliveryId": planned[-1], "attempt": 1})
            time.sleep(0.002)
        time.sleep(1)
        return planned

    def latencies(self, ids: Sequence[DeliveryId]) -> list[float]:
        """Milliseconds from planned to answered, of those that were answered."""
        found = []
        for delivery_id in ids:
            planned = self.world.memory.deliveries[delivery_id].created
            first = self.world.deliveries.attempts(delivery_id)[:1]
            found += [(made.at - planned).total_seconds() * 1000 + made.duration_ms for made in first if made.succeeded]
        return found

    def attempts_at(self, destination: Destination) -> int:
        """How often somebody called there, the calls that still wait for an answer left out."""
        mine = [one for one in self.world.memory.deliveries.values() if one.destination_id == destination.id]
        return sum(len(self.world.deliveries.attempts(one.id)) for one in mine)

    def stop(self, destination: Destination) -> None:
        """Nobody calls there any more; returns when those who do have given up."""
        self.world.destinations.save(destination.model_copy(update={"enabled": False}))
        self.queue.wait_until_nobody_is_at_work()

    def _an_event(self) -> Event:
        document = a_final_document(size=10)
        self.world.jobs.add(a_job(id=document.job_id), [document])
        self.world.contents.put(document.company_id, a_content(document), None)
        event = an_event(document)
        self.world.memory.keep(event)
        return event

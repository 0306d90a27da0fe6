"""Make one attempt of a delivery: claim, limit, send, record, schedule the next attempt.

The rate of a destination is limited over all workers.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.delivery import (
    GONE,
    RETRY_POLICY,
    Attempt,
    Delivery,
    DeliveryStatus,
    RetryPolicy,
    retry_after,
    spread,
    wait_after,
)
from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId
from billhook.domain.rate_limit import SECOND
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Deliveries, Destinations, RateLimits
from billhook.ports.parameters import LeaseDuration
from billhook.ports.queues import DeliverQueue
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.steps.send_delivery import SendDelivery
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit
from billhook.wire.messages import delivery_message

MAX_TRIES = 6


@dataclass(frozen=True)
class LimitDeliveryRate:
    rate_limits: RateLimits
    clock: Clock
    ids: Ids

    def reserve(self, destination: Destination, *, has_slot: bool) -> tuple[timedelta, bool]:
        """How long to wait, zero when the delivery may be sent now, and whether a slot is reserved for then.

        After too many conflicts with other workers the delivery waits about a second: the rate is never exceeded.
        """
        if destination.rate_per_second is None:
            return timedelta(0), False
        for _ in range(MAX_TRIES):
            before, now = self.rate_limits.get(destination.id), self.clock.now()
            after, wait = before.reserve(now, per_second=destination.rate_per_second, has_slot=has_slot)
            if after is before:
                break
            with suppress(StaleLease):
                self.rate_limits.save(after)
                return wait, bool(wait)
        else:
            wait = SECOND
        return wait + self.ids.jitter(wait), has_slot


MAX_MESSAGE_DELAY = timedelta(minutes=15)
"""The limit of the queue; the sweeper sends messages of later attempts."""

NOT_ENABLED = "destination_disabled"
"""The error class of a delivery whose destination is disabled or not verified."""


@dataclass(frozen=True)
class Deliver:
    """A receiver's failure is recorded and a retry is scheduled; nothing is raised.

    A delivery waits, without losing an attempt, while the circuit of its destination is open or its rate is used up.
    """

    deliveries: Deliveries
    destinations: Destinations
    send_delivery: SendDelivery
    track_circuit: TrackCircuit
    limit_delivery_rate: LimitDeliveryRate
    deliver_queue: DeliverQueue
    clock: Clock
    ids: Ids
    lease: LeaseDuration
    retry_policy: RetryPolicy = RETRY_POLICY

    def __call__(self, delivery_id: DeliveryId, attempt: int) -> None:
        """Ignores an attempt that another worker has claimed or recorded."""
        now = self.clock.now()
        with suppress(StaleLease):
            delivery = self.deliveries.claim(delivery_id, attempt=attempt, now=now, until=now + self.lease)
            destination = self.destinations.get(delivery.destination_id)
            if destination is None or destination.deleted:
                self._end(delivery, DeliveryStatus.CANCELLED)
            elif not destination.may_receive(delivery.event_type):
                self._end(delivery, DeliveryStatus.EXHAUSTED, NOT_ENABLED)
            elif not self._defer_if_throttled(delivery, destination):
                self._attempt(delivery, destination, attempt)

    def _defer_if_throttled(self, delivery: Delivery, destination: Destination) -> bool:
        """Defer a delivery whose destination must not be called now. Returns whether it was deferred."""
        if delivery.test or delivery.event_type.is_direct:
            return False  # interactive
        blocked = self.track_circuit.try_call(self.track_circuit.get(destination.id))
        if blocked:
            wait = blocked + self.ids.jitter(spread(blocked))
            self._defer(delivery, wait, has_slot=delivery.has_place)
            return True
        wait, has_slot = self.limit_delivery_rate.reserve(destination, has_slot=delivery.has_place)
        if wait:
            self._defer(delivery, wait, has_slot=has_slot)
        return bool(wait)

    def _attempt(self, delivery: Delivery, destination: Destination, number: int) -> None:
        sent = self.send_delivery.send(delivery, destination, number=number)
        if sent is None:
            self._end(delivery, DeliveryStatus.CANCELLED)
            return
        attempt, response = sent
        wait = self._wait_after(delivery, attempt, response)
        self.deliveries.record(self._after(delivery, attempt, wait), attempt)
        if wait is not None:
            self._send_message(wait, delivery, number + 1)

    def _wait_after(self, delivery: Delivery, attempt: Attempt, response: DeliveryResponse) -> timedelta | None:
        """How long to wait for the next attempt; None when there is none."""
        base = None if delivery.test else self.retry_policy.before(attempt.number - delivery.spent + 1)
        if attempt.succeeded or attempt.status_code == GONE or base is None:
            return None
        requested = retry_after(response.retry_after, now=self.clock.now())
        jitter = self.ids.jitter(spread(base))
        return wait_after(attempt, base=base, jitter=jitter, requested=requested, slow_down=self.retry_policy.slow_down)

    def _after(self, delivery: Delivery, attempt: Attempt, wait: timedelta | None) -> Delivery:
        """The delivery after ``attempt``: delivered, exhausted, or waiting for the next attempt."""
        attempted = delivery.attempted(attempt, self.clock.now())
        if wait is not None:
            return self._deferred(attempted, wait, has_slot=False)
        status = DeliveryStatus.DELIVERED if attempt.succeeded else DeliveryStatus.EXHAUSTED
        return attempted.ended(status, self.clock.now())

    def _defer(self, delivery: Delivery, wait: timedelta, *, has_slot: bool) -> None:
        self.deliveries.record(self._deferred(delivery, wait, has_slot=has_slot), None)
        self._send_message(wait, delivery, delivery.attempts + 1)

    def _deferred(self, delivery: Delivery, wait: timedelta, *, has_slot: bool) -> Delivery:
        """Waiting for ``wait``; due for the sweeper, later than its message if one is sent."""
        time = self.clock.now() + wait
        delay = RECHECK_DELAY if wait <= MAX_MESSAGE_DELAY else timedelta(0)
        return delivery.deferred(next_attempt_at=time, due_at=time + delay, has_slot=has_slot)

    def _end(self, delivery: Delivery, status: DeliveryStatus, error: str | None = None) -> None:
        self.deliveries.record(delivery.ended(status, self.clock.now(), error), None)

    def _send_message(self, wait: timedelta, delivery: Delivery, number: int) -> None:
        if wait <= MAX_MESSAGE_DELAY:
            message = delivery_message(delivery.id, number)
            self.deliver_queue.send(message, delay=wait, company_id=delivery.company_id)

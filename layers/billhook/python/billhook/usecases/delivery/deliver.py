"""Make one attempt of a delivery when it is its turn, note what came of it and when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from billhook.domain.delivery import Attempt, Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId
from billhook.domain.retry import GONE, PATIENCE, Patience, retry_after, spread, wait_after
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.queues import Queue
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.limit_delivery_rate import LimitDeliveryRate
from billhook.usecases.delivery.send_delivery import SendDelivery
from billhook.usecases.delivery.track_circuit import TrackCircuit
from billhook.wire.messages import delivery_message

LONGEST_SLEEP = timedelta(minutes=15)
"""A message can be delayed so long; what waits longer is sent by the sweeper."""

NOT_ENABLED = "destination_disabled"
"""The error class of a delivery that nobody wants any more."""


@dataclass(frozen=True)
class Deliver:
    """A receiver's failure is recorded and scheduled; it is no failure of ours. What we cannot claim is another's.

    A delivery is held, without losing an attempt, while its destination is down, answers slowly, or had its share of
    this second.
    """

    deliveries: Deliveries
    destinations: Destinations
    send_delivery: SendDelivery
    track_circuit: TrackCircuit
    limit_delivery_rate: LimitDeliveryRate
    deliver_queue: Queue
    clock: Clock
    ids: Ids
    lease: timedelta
    patience: Patience = PATIENCE

    def __call__(self, delivery_id: DeliveryId, attempt: int) -> None:
        now = self.clock.now()
        try:
            delivery = self.deliveries.claim(delivery_id, attempt=attempt, now=now, until=now + self.lease)
            self._go(delivery, attempt)
        except StaleLease:
            return

    def _go(self, delivery: Delivery, number: int) -> None:
        destination = self.destinations.get(delivery.destination_id)
        if destination is None or destination.deleted:
            self._end(delivery, DeliveryStatus.CANCELLED)
        elif not destination.may_be_told(delivery.event_type):
            self._end(delivery, DeliveryStatus.EXHAUSTED, NOT_ENABLED)
        elif not self._is_held(delivery, destination):
            self._attempt(delivery, destination, number)

    def _is_held(self, delivery: Delivery, destination: Destination) -> bool:
        if delivery.test or delivery.event_type.is_direct:
            return False  # somebody waits to see what happens
        hold = self.track_circuit.hold(self.track_circuit.get(destination.id))
        if hold:
            self._rest(delivery, hold + self.ids.jitter(spread(hold)), has_place=delivery.has_place)
            return True
        wait, has_place = self.limit_delivery_rate(destination, has_place=delivery.has_place)
        if wait:
            self._rest(delivery, wait, has_place=has_place)
        return bool(wait)

    def _rest(self, delivery: Delivery, wait: timedelta, *, has_place: bool) -> None:
        resting = {"claimed_until": None, "has_place": has_place, **_due(self.clock.now(), wait)}
        self.deliveries.record(delivery.model_copy(update=resting), None)
        self._send_in(wait, delivery, delivery.attempts + 1)

    def _attempt(self, delivery: Delivery, destination: Destination, number: int) -> None:
        carried = self.send_delivery(delivery, destination, number=number)
        if carried is None:
            self._end(delivery, DeliveryStatus.CANCELLED)
            return
        made, answer = carried
        wait = self._wait_after(delivery, made, answer)
        self.deliveries.record(self._after(delivery, made, wait), made)
        if wait is not None:
            self._send_in(wait, delivery, number + 1)

    def _wait_after(self, delivery: Delivery, made: Attempt, answer: DeliveryResponse) -> timedelta | None:
        """How long to wait for the next attempt; None when there is none."""
        base = None if delivery.test else self.patience.before(made.number - delivery.spent + 1)
        if made.succeeded or made.status_code == GONE or base is None:
            return None
        asked = retry_after(answer.retry_after, now=self.clock.now())
        luck = self.ids.jitter(spread(base))
        return wait_after(made, base=base, luck=luck, asked=asked, slow_down=self.patience.slow_down)

    def _after(self, delivery: Delivery, made: Attempt, wait: timedelta | None) -> Delivery:
        """The delivery when ``made`` is over: delivered, to be tried again, or at its end."""
        now = self.clock.now()
        told = {"last_status_code": made.status_code, "last_error": made.error, "attempts": made.number}
        change: dict[str, Any] = {**told, **_at_rest(now), "has_place": False}
        if wait is not None:
            change |= _due(now, wait)
        else:
            change["status"] = DeliveryStatus.DELIVERED if made.succeeded else DeliveryStatus.EXHAUSTED
        return delivery.model_copy(update=change)

    def _end(self, delivery: Delivery, status: DeliveryStatus, error: str | None = None) -> None:
        """Its destination or its event is gone, or nobody is meant to call there any more."""
        told = {"last_error": error} if error else {}
        ended = {"status": status, **_at_rest(self.clock.now()), **told}
        self.deliveries.record(delivery.model_copy(update=ended), None)

    def _send_in(self, wait: timedelta, delivery: Delivery, number: int) -> None:
        if wait <= LONGEST_SLEEP:
            message = delivery_message(delivery.id, number)
            self.deliver_queue.send(message, delay=wait, company_id=delivery.company_id)


def _at_rest(now: datetime) -> dict[str, Any]:
    return {"claimed_until": None, "next_attempt_at": None, "due_at": None, "updated": now}


def _due(now: datetime, wait: timedelta) -> dict[str, Any]:
    """The sweeper looks a while later than the message comes, if one is sent."""
    late = RECHECK_DELAY if wait <= LONGEST_SLEEP else timedelta(0)
    return {"next_attempt_at": now + wait, "due_at": now + wait + late}

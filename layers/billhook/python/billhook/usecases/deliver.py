"""Make one attempt of a delivery: give it to its courier, note what came of it and when to try again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from billhook.domain.delivery import SCHEDULE, Attempt, Delivery, DeliveryStatus, wait_before
from billhook.domain.destination import DestinationType
from billhook.domain.due import LOOK_AGAIN
from billhook.domain.errors import Lost
from billhook.domain.events import Event
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.domain.retry import GONE, retry_after, spread, wait_after
from billhook.ports import Answer, Clock, Courier, Deliveries, Destinations, Ids, Outbox, Parcel, Queue
from billhook.usecases.describe_event import DescribeEvent
from billhook.wire.messages import delivery_message

LONGEST_SLEEP = timedelta(minutes=15)
"""A message can be delayed so long; what waits longer is sent by the sweeper."""

ANSWERED_GONE = "The receiver answered 410 Gone."


@dataclass(frozen=True)
class Deliver:
    """A receiver's failure is recorded and scheduled; it is no failure of ours. What we cannot claim is another's.

    ``couriers`` know how to reach each type of destination.
    """

    deliveries: Deliveries
    destinations: Destinations
    outbox: Outbox
    describe_event: DescribeEvent
    couriers: Mapping[DestinationType, Courier]
    deliver_queue: Queue
    clock: Clock
    ids: Ids
    lease: timedelta
    schedule: tuple[timedelta, ...] = SCHEDULE

    def __call__(self, delivery_id: DeliveryId, attempt: int) -> None:
        now = self.clock.now()
        try:
            delivery = self.deliveries.claim(delivery_id, attempt=attempt, now=now, until=now + self.lease)
            self._attempt(delivery, attempt)
        except Lost:
            return

    def _attempt(self, delivery: Delivery, number: int) -> None:
        destination = self.destinations.get(delivery.destination_id)
        event = self._event(delivery)
        body = self.describe_event(event) if event else None
        courier = (
            self.couriers.get(destination.type)
            if destination and destination.may_be_told(delivery.event_type)
            else None
        )
        if body is None or destination is None or courier is None:
            self._cancel(delivery)
            return
        at = self.clock.now()
        answer = courier(Parcel(destination, delivery, body, at))
        made = _attempt_of(number, at, answer)
        after = self._after(delivery, made, answer)
        self.deliveries.record(after, made)
        if made.status_code == GONE:
            self._disable(delivery.destination_id)
        elif after.next_attempt_at and (wait := after.next_attempt_at - after.updated) <= LONGEST_SLEEP:
            self.deliver_queue.send(delivery_message(delivery.id, number + 1), delay=wait)

    def _event(self, delivery: Delivery) -> Event | None:
        kind, subject_id, version = delivery.event_type, delivery.subject_id, delivery.version
        if not kind.is_direct:
            return self.outbox.get(subject_id, version, kind)
        company_id, occurred = delivery.company_id, delivery.created
        return Event.about(kind, company_id=company_id, subject_id=subject_id, version=version, occurred=occurred)

    def _after(self, delivery: Delivery, made: Attempt, answer: Answer) -> Delivery:
        """The delivery when ``made`` is over: delivered, to be tried again, or at its end."""
        now = self.clock.now()
        told = {"last_status_code": made.status_code, "last_error": made.error, "attempts": made.number}
        change: dict[str, Any] = {**told, **_at_rest(now)}
        base = wait_before(made.number + 1, self.schedule)
        if made.succeeded:
            change["status"] = DeliveryStatus.DELIVERED
        elif made.status_code == GONE or base is None:
            change["status"] = DeliveryStatus.EXHAUSTED
        else:
            asked = retry_after(answer.retry_after, now=now)
            wait = wait_after(made, base=base, luck=self.ids.jitter(spread(base)), asked=asked)
            short = wait <= LONGEST_SLEEP
            change |= {"next_attempt_at": now + wait, "due_at": now + wait + (LOOK_AGAIN if short else timedelta(0))}
        return delivery.model_copy(update=change)

    def _cancel(self, delivery: Delivery) -> None:
        """Its destination or its event is gone, or nobody is meant to call there any more."""
        cancelled = {"status": DeliveryStatus.CANCELLED, **_at_rest(self.clock.now())}
        self.deliveries.record(delivery.model_copy(update=cancelled), None)

    def _disable(self, destination_id: DestinationId) -> None:
        """Read anew: the receiver took its time, and its owner may have changed or deleted it meanwhile."""
        destination = self.destinations.get(destination_id)
        if destination and destination.deleted is None:
            off = {"enabled": False, "disabled_reason": ANSWERED_GONE, "updated": self.clock.now()}
            self.destinations.save(destination.model_copy(update=off))


def _attempt_of(number: int, at: datetime, answer: Answer) -> Attempt:
    return Attempt(
        number=number,
        at=at,
        duration_ms=answer.duration_ms,
        status_code=answer.status_code,
        error=answer.error,
        response=answer.body or None,
    )


def _at_rest(now: datetime) -> dict[str, Any]:
    return {"claimed_until": None, "next_attempt_at": None, "due_at": None, "updated": now}

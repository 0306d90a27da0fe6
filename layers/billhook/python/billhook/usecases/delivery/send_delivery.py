"""Carry an event to a destination once, and let what comes back speak for the destination."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from billhook.domain.delivery import Attempt, Delivery, Trigger
from billhook.domain.destination import Destination, DestinationType
from billhook.domain.events import Event
from billhook.domain.retry import GONE
from billhook.ports.clock import Clock, Timer
from billhook.ports.events import Outbox
from billhook.ports.senders import DeliveryResponse, OutboundMessage, Sender
from billhook.usecases.delivery.describe_event import DescribeEvent
from billhook.usecases.delivery.disable_destination import DisableDestination
from billhook.usecases.delivery.track_circuit import TrackCircuit

ANSWERED_GONE = "The receiver answered 410 Gone."
FAILED_TOO_LONG = "Every attempt failed for five days."


@dataclass(frozen=True)
class SendDelivery:
    """``senders`` know how to reach each type of destination."""

    outbox: Outbox
    describe_event: DescribeEvent
    senders: Mapping[DestinationType, Sender]
    track_circuit: TrackCircuit
    disable_destination: DisableDestination
    timer: Timer
    clock: Clock

    def __call__(
        self, delivery: Delivery, destination: Destination, *, number: int = 0, trigger: Trigger = Trigger.AUTOMATIC
    ) -> tuple[Attempt, DeliveryResponse] | None:
        """The attempt and what the receiver said; None when there is nothing to tell any more, or no way there.

        A destination whose receiver is gone, or that is given up, is disabled before this is recorded.
        """
        event = self._event(delivery)
        body = self.describe_event(event) if event else None
        sender = self.senders.get(destination.type)
        if body is None or sender is None:
            return None
        at, slow = self.clock.now(), partial(self.track_circuit.slow, destination.id)
        with self.timer.run_after(self.track_circuit.rules.slow_after, slow):
            answer = sender(OutboundMessage(destination, delivery, body, at))
        made = _attempt_of(answer, number, trigger, at)
        health = self.track_circuit(destination.id, made)
        if made.status_code == GONE:
            self.disable_destination(destination.id, ANSWERED_GONE)
        elif not made.succeeded and health.is_given_up(self.track_circuit.rules):
            self.disable_destination(destination.id, FAILED_TOO_LONG)
        return made, answer

    def _event(self, delivery: Delivery) -> Event | None:
        kind, subject_id, version = delivery.event_type, delivery.subject_id, delivery.version
        if not kind.is_direct and not delivery.test:
            return self.outbox.get(subject_id, version, kind)
        return Event.about(
            kind,
            company_id=delivery.company_id,
            subject_id=subject_id,
            version=version,
            occurred=delivery.created,
            test=delivery.test,
        )


def _attempt_of(answer: DeliveryResponse, number: int, trigger: Trigger, at: datetime) -> Attempt:
    return Attempt(
        number=number,
        trigger=trigger,
        at=at,
        duration_ms=answer.duration_ms,
        status_code=answer.status_code,
        error=answer.error,
        response=answer.body or None,
    )

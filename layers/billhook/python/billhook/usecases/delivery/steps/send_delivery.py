"""Send an event to a destination once, and record the result in its circuit breaker."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from billhook.domain.delivery import Attempt, Delivery, Trigger
from billhook.domain.destination import Destination
from billhook.domain.events import Event
from billhook.domain.retry import GONE
from billhook.ports.clock import Clock, Timer
from billhook.ports.events import Outbox
from billhook.ports.senders import DeliveryResponse, OutboundMessage
from billhook.usecases.delivery.steps.describe_event import DescribeEvent
from billhook.usecases.delivery.steps.disable_destination import DisableDestination
from billhook.usecases.delivery.steps.senders import Senders
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit

ANSWERED_GONE = "The receiver answered 410 Gone."
FAILED_TOO_LONG = "Every attempt failed for five days."


@dataclass(frozen=True)
class SendDelivery:
    outbox: Outbox
    describe_event: DescribeEvent
    senders: Senders
    track_circuit: TrackCircuit
    disable_destination: DisableDestination
    timer: Timer
    clock: Clock

    def send(
        self, delivery: Delivery, destination: Destination, *, number: int = 0, trigger: Trigger = Trigger.AUTOMATIC
    ) -> tuple[Attempt, DeliveryResponse] | None:
        """The attempt and the response; None when the event does not exist any more.

        Disables a destination that responses 410 Gone, or whose attempts have all failed for too long.
        """
        event = self._event(delivery)
        body = self.describe_event.body_of(event) if event else None
        if body is None:
            return None
        at, mark_slow = self.clock.now(), partial(self.track_circuit.mark_slow, destination.id)
        with self.timer.run_after(self.track_circuit.rules.slow_after, mark_slow):
            response = self.senders.of(destination.type)(OutboundMessage(destination, delivery, body, at))
        attempt = _attempt_of(response, number, trigger, at)
        breaker = self.track_circuit.record(destination.id, attempt)
        if attempt.status_code == GONE:
            self.disable_destination.disable(destination.id, ANSWERED_GONE)
        elif not attempt.succeeded and breaker.is_given_up(self.track_circuit.rules):
            self.disable_destination.disable(destination.id, FAILED_TOO_LONG)
        return attempt, response

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


def _attempt_of(response: DeliveryResponse, number: int, trigger: Trigger, at: datetime) -> Attempt:
    return Attempt(
        number=number,
        trigger=trigger,
        at=at,
        duration_ms=response.duration_ms,
        status_code=response.status_code,
        error=response.error,
        response=response.body or None,
    )

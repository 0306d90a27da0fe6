"""Go on with recovering a destination: begin anew what did not reach it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.recovery import MOST, Recovery, RecoveryStep
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations, Recoveries
from billhook.ports.events import Outbox
from billhook.ports.lists import PageRequest
from billhook.ports.queues import Queue
from billhook.usecases.delivery.describe_event import DescribeEvent
from billhook.usecases.delivery.plan_deliveries import a_delivery, wants
from billhook.wire.messages import EventNotice, delivery_message

PAGE = 100
_GIVEN_UP = {DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED}


@dataclass(frozen=True)
class ContinueRecovery:
    """Page by page, newest first; a page that is done twice begins nothing twice.

    First what was given up gets a new round of attempts, then events that were never planned for it are: those that
    happened while it was disabled.
    """

    recoveries: Recoveries
    destinations: Destinations
    deliveries: Deliveries
    outbox: Outbox
    describe_event: DescribeEvent
    deliver_queue: Queue
    clock: Clock

    def __call__(self, recovery: Recovery, *, has_time: Callable[[], bool]) -> Recovery:
        """How far it is when there is no time any more."""
        with suppress(StaleLease):
            while not recovery.step.is_over and has_time():
                following = self._page(recovery)
                self.recoveries.save(following)
                recovery = following
        return recovery

    def _page(self, recovery: Recovery) -> Recovery:
        destination = self.destinations.get(recovery.destination_id)
        if destination is None or destination.deleted or not destination.enabled:
            return _moved(recovery, 0, None, RecoveryStep.STOPPED, self.clock.now())
        if recovery.step is RecoveryStep.DELIVERIES:
            begun, cursor = self._deliveries(recovery)
            following = RecoveryStep.EVENTS
        else:
            begun, cursor = self._events(recovery, destination)
            following = RecoveryStep.DONE
        return _moved(recovery, begun, cursor, recovery.step if cursor else following, self.clock.now())

    def _deliveries(self, recovery: Recovery) -> tuple[int, str | None]:
        """How many were begun anew, and where the list goes on, if what is left of it is young enough."""
        listed = self.deliveries.page(recovery.destination_id, PageRequest(PAGE, recovery.cursor))
        births = [one.created for one in listed.items]
        begun = [one for one in listed.items if _concerns(recovery, one.created) and self._begins_anew(one)]
        return len(begun), listed.cursor if births and births[-1] >= recovery.since else None

    def _events(self, recovery: Recovery, destination: Destination) -> tuple[int, str | None]:
        listed = self.outbox.page(recovery.company_id, PageRequest(PAGE, recovery.cursor))
        births = [one.occurred for one in listed.items]
        begun = [one for one in listed.items if _concerns(recovery, one.occurred) and self._plans(one, destination)]
        return len(begun), listed.cursor if births and births[-1] >= recovery.since else None

    def _begins_anew(self, delivery: Delivery) -> bool:
        if delivery.status not in _GIVEN_UP or delivery.test:
            return False
        now = self.clock.now()
        again = {"status": DeliveryStatus.PENDING, "spent": delivery.attempts, "updated": now, "last_error": None}
        due = {"next_attempt_at": now, "due_at": now + RECHECK_DELAY}
        try:
            self.deliveries.record(delivery.model_copy(update=again | due), None)
        except StaleLease:
            return False
        self.deliver_queue.send(delivery_message(delivery.id, delivery.attempts + 1), company_id=delivery.company_id)
        return True

    def _plans(self, event: Event, destination: Destination) -> bool:
        if not destination.listens_to(event.type, event.version):
            return False
        body = self.describe_event(event) if destination.filter else {}
        notice = EventNotice(event.id, event.type, event.company_id, event.subject_id, event.version, body or {})
        delivery = a_delivery(event, destination, self.clock.now())
        if body is None or not wants(destination, notice) or not self.deliveries.add(delivery):
            return False
        self.deliver_queue.send(delivery_message(delivery.id, 1), company_id=delivery.company_id)
        return True


def _concerns(recovery: Recovery, born: datetime) -> bool:
    return recovery.since <= born < recovery.created


def _moved(recovery: Recovery, begun: int, cursor: str | None, step: RecoveryStep, now: datetime) -> Recovery:
    recovered = recovery.recovered + begun
    if recovered >= MOST and not step.is_over:
        step = RecoveryStep.FULL
    change: dict[str, Any] = {
        "revision": recovery.revision + 1,
        "step": step,
        "cursor": None if step.is_over else cursor,
        "recovered": recovered,
        "updated": now,
        "due_at": None if step.is_over else now + RECHECK_DELAY,
    }
    return recovery.model_copy(update=change)

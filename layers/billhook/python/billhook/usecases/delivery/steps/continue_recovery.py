"""Continue the recovery of a destination: restart and plan the deliveries that it missed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.recovery import Recovery, RecoveryStep
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations, Recoveries
from billhook.ports.events import Outbox
from billhook.ports.lists import PageRequest
from billhook.ports.queues import DeliverQueue
from billhook.usecases.delivery.plan_deliveries import is_wanted, planned_delivery
from billhook.usecases.delivery.steps.send_delivery import DescribeEvent
from billhook.wire.messages import EventNotice, delivery_message

PAGE = 100
_UNDELIVERED = {DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED}


@dataclass(frozen=True)
class ContinueRecovery:
    """Page by page, newest first; a repeated page restarts nothing twice.

    First exhausted and cancelled deliveries start again, then deliveries are planned for the events that happened
    while the destination was disabled.
    """

    recoveries: Recoveries
    destinations: Destinations
    deliveries: Deliveries
    outbox: Outbox
    describe_event: DescribeEvent
    deliver_queue: DeliverQueue
    clock: Clock

    def advance(self, recovery: Recovery, *, has_time: Callable[[], bool]) -> Recovery:
        """The recovery as far as it came while there was time."""
        with suppress(StaleLease):
            while not recovery.step.is_over and has_time():
                following = self._page(recovery)
                self.recoveries.save(following)
                recovery = following
        return recovery

    def _page(self, recovery: Recovery) -> Recovery:
        destination = self.destinations.get(recovery.destination_id)
        if destination is None or destination.deleted or not destination.enabled:
            return recovery.advanced(0, None, RecoveryStep.STOPPED, now=self.clock.now())
        if recovery.step is RecoveryStep.DELIVERIES:
            count, cursor = self._restart_deliveries(recovery)
            following = RecoveryStep.EVENTS
        else:
            count, cursor = self._plan_events(recovery, destination)
            following = RecoveryStep.DONE
        return recovery.advanced(count, cursor, recovery.step if cursor else following, now=self.clock.now())

    def _restart_deliveries(self, recovery: Recovery) -> tuple[int, str | None]:
        """How many were restarted, and the cursor of the next page, if it can have deliveries of the period."""
        page = self.deliveries.page(recovery.destination_id, PageRequest(PAGE, recovery.cursor))
        covered = [delivery for delivery in page.items if recovery.covers(delivery.created)]
        count = sum(self._restart(delivery) for delivery in covered)
        return count, page.cursor if page.items and page.items[-1].created >= recovery.since else None

    def _plan_events(self, recovery: Recovery, destination: Destination) -> tuple[int, str | None]:
        page = self.outbox.page(recovery.company_id, PageRequest(PAGE, recovery.cursor))
        covered = [event for event in page.items if recovery.covers(event.occurred)]
        count = sum(self._plan(event, destination) for event in covered)
        return count, page.cursor if page.items and page.items[-1].occurred >= recovery.since else None

    def _restart(self, delivery: Delivery) -> bool:
        if delivery.status not in _UNDELIVERED or delivery.test:
            return False
        now = self.clock.now()
        try:
            self.deliveries.record(delivery.restarted(now=now, due_at=now + RECHECK_DELAY), None)
        except StaleLease:
            return False
        self.deliver_queue.send(delivery_message(delivery.id, delivery.attempts + 1), company_id=delivery.company_id)
        return True

    def _plan(self, event: Event, destination: Destination) -> bool:
        if not destination.listens_to(event.type, event.version):
            return False
        body = self.describe_event.body_of(event) if destination.filter else {}
        notice = EventNotice(event.id, event.type, event.company_id, event.subject_id, event.version, body or {})
        delivery = planned_delivery(event, destination, self.clock.now())
        if body is None or not is_wanted(destination, notice) or not self.deliveries.add(delivery):
            return False
        self.deliver_queue.send(delivery_message(delivery.id, 1), company_id=delivery.company_id)
        return True

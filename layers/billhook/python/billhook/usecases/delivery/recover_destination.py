"""Request the recovery of a destination: all events that it missed since a time."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.company import Principal
from billhook.domain.errors import Conflict, Invalid, Problem
from billhook.domain.ids import DestinationId
from billhook.domain.recovery import MAX_AGE, Recovery
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Recoveries
from billhook.ports.queues import DeliverQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.wire.messages import recovery_message


@dataclass(frozen=True)
class RecoverDestination:
    """Stores the request and sends a message; the work is done page by page."""

    scope: AccessPolicy
    recoveries: Recoveries
    deliver_queue: DeliverQueue
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal, destination_id: DestinationId, *, since: datetime) -> Recovery:
        """Raises NotFound, Conflict for a disabled or unverified destination, Invalid for the time."""
        destination = self.scope.destination(principal, destination_id)
        if not (destination.enabled and destination.is_verified):
            raise Conflict("Enable the destination first.")
        now = self.clock.now()
        if not now - MAX_AGE <= since <= now:
            problem = Problem("/since", f"A time in the last {MAX_AGE.days} days.")
            raise Invalid("Request validation failed.", (problem,))
        recovery = Recovery(
            id=self.ids.new(),
            company_id=destination.company_id,
            destination_id=destination.id,
            since=since,
            created=now,
            updated=now,
            due_at=now + RECHECK_DELAY,
        )
        self.recoveries.add(recovery)
        self.deliver_queue.send(recovery_message(destination.id, recovery.id))
        return recovery

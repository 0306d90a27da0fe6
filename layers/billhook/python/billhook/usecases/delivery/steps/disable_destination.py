"""Disable a destination that cannot be reached, and publish that event."""

from contextlib import suppress
from dataclasses import dataclass

from billhook.domain.errors import StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId
from billhook.domain.sweep_delays import PUBLISH_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations


@dataclass(frozen=True)
class DisableDestination:
    """Its pending deliveries end as EXHAUSTED and can be recovered. Can be repeated."""

    destinations: Destinations
    clock: Clock

    def disable(self, destination_id: DestinationId, reason: str) -> None:
        """Reads the destination again: it may have been changed or deleted during the attempt."""
        destination = self.destinations.get(destination_id)
        if destination is None or destination.deleted or not destination.enabled:
            return
        now = self.clock.now()
        disabled = destination.disabled(reason, now)
        event = Event.about(
            EventType.DESTINATION_DISABLED,
            company_id=destination.company_id,
            subject_id=destination.id,
            version=disabled.times_disabled,
            occurred=now,
            due_at=now + PUBLISH_DEADLINE,
            reason=reason,
        )
        with suppress(StaleLease):
            self.destinations.disable(disabled, event)

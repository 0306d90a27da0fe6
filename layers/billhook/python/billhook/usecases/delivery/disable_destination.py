"""Give a destination up, and tell of it."""

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
    """What is on its way there ends as EXHAUSTED and can be recovered. Doing it again does no harm."""

    destinations: Destinations
    clock: Clock

    def __call__(self, destination_id: DestinationId, reason: str) -> None:
        """Read anew: the receiver took its time, and its owner may have changed or deleted it meanwhile."""
        destination = self.destinations.get(destination_id)
        if destination is None or destination.deleted or not destination.enabled:
            return
        now, times = self.clock.now(), destination.times_disabled + 1
        off = {"enabled": False, "disabled_reason": reason, "times_disabled": times, "updated": now}
        event = Event.about(
            EventType.DESTINATION_DISABLED,
            company_id=destination.company_id,
            subject_id=destination.id,
            version=times,
            occurred=now,
            due_at=now + PUBLISH_DEADLINE,
            reason=reason,
        )
        with suppress(StaleLease):
            self.destinations.disable(destination.model_copy(update=off), event)

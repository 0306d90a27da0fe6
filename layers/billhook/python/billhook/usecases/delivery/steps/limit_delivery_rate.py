"""Limit the rate of deliveries to a destination, over all workers."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.rate_limit import SECOND
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import RateLimits

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

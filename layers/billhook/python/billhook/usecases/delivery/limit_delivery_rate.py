"""Keep to the rate that a destination's owner set, over all workers."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.destination import Destination
from billhook.domain.errors import StaleLease
from billhook.domain.rate_limit import SECOND
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import RateLimits

TRIES = 6


@dataclass(frozen=True)
class LimitDeliveryRate:
    rate_limits: RateLimits
    clock: Clock
    ids: Ids

    def __call__(self, destination: Destination, *, has_place: bool) -> tuple[timedelta, bool]:
        """How long to wait (not at all when it is one's turn), and whether a place in the line was given for then.

        Who meets too many others at the line comes again in a moment: never over the rate, rather a bit below it.
        """
        if destination.rate_per_second is None:
            return timedelta(0), False
        for _ in range(TRIES):
            pace, now = self.rate_limits.get(destination.id), self.clock.now()
            asked, wait = pace.asked(now, per_second=destination.rate_per_second, has_place=has_place)
            if asked is pace:
                break
            with suppress(StaleLease):
                self.rate_limits.save(asked)
                return wait, bool(wait)
        else:
            wait = SECOND
        return wait + self.ids.jitter(wait), has_place

"""Keep how destinations are doing: who may call now, and what came of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.delivery import Attempt
from billhook.domain.errors import Lost
from billhook.domain.health import RULES, Health, HealthRules
from billhook.domain.ids import DestinationId
from billhook.ports.deliveries import Healths
from billhook.ports.world import Clock

LONGEST_ANSWER = timedelta(seconds=20)
"""An attempt is over by then, whatever happens to it."""

LOOK_SOON = timedelta(seconds=3)
TRIES = 4


@dataclass(frozen=True)
class WatchHealth:
    """Advice, no guarantee: many workers write, and one that loses too often lets its news go."""

    healths: Healths
    clock: Clock
    rules: HealthRules = RULES

    def __call__(self, destination_id: DestinationId, made: Attempt) -> Health:
        """What an attempt says of a destination. Nothing is written while all is well."""
        now = self.clock.now()
        return self._change(destination_id, lambda health: health.after(made, now, self.rules))

    def get(self, destination_id: DestinationId) -> Health:
        return self.healths.get(destination_id)

    def hold(self, health: Health) -> timedelta | None:
        """How long to leave the destination alone; None when it may be called.

        Of a destination that is down the first one to ask gets to try it, and all others wait for what it finds out.
        """
        now = self.clock.now()
        hold = health.hold(now)
        if hold:
            return hold if health.is_down else min(hold, LOOK_SOON)
        if not health.is_down:
            return None
        try:
            self.healths.save(health.held(now + LONGEST_ANSWER))
        except Lost:
            return self.rules.first_probe
        return None

    def slow(self, destination_id: DestinationId) -> None:
        """Somebody waits for an answer: others should not begin to wait as well, until that is over."""
        health, now = self.healths.get(destination_id), self.clock.now()
        if not health.is_down and health.hold(now) is None:
            with suppress(Lost):
                self.healths.save(health.held(now + LONGEST_ANSWER))

    def forgive(self, destination_id: DestinationId) -> None:
        """Its owner says that it is well again."""
        self._change(destination_id, Health.forgiven)

    def _change(self, destination_id: DestinationId, change: Callable[[Health], Health]) -> Health:
        for _ in range(TRIES):
            health = self.healths.get(destination_id)
            changed = change(health)
            if changed is health:
                break
            with suppress(Lost):
                self.healths.save(changed)
                return changed
        return health

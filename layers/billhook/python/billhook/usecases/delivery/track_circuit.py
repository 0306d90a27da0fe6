"""Keep how destinations are doing: who may call now, and what came of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.circuit_breaker import RULES, CircuitBreaker, CircuitRules
from billhook.domain.delivery import Attempt
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import CircuitBreakers

LONGEST_ANSWER = timedelta(seconds=20)
"""An attempt is over by then, whatever happens to it."""

LOOK_SOON = timedelta(seconds=3)
TRIES = 4


@dataclass(frozen=True)
class TrackCircuit:
    """Advice, no guarantee: many workers write, and one that loses too often lets its news go."""

    circuit_breakers: CircuitBreakers
    clock: Clock
    rules: CircuitRules = RULES

    def __call__(self, destination_id: DestinationId, made: Attempt) -> CircuitBreaker:
        """What an attempt says of a destination. Nothing is written while all is well."""
        now = self.clock.now()
        return self._change(destination_id, lambda health: health.after(made, now, self.rules))

    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        return self.circuit_breakers.get(destination_id)

    def hold(self, health: CircuitBreaker) -> timedelta | None:
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
            self.circuit_breakers.save(health.held(now + LONGEST_ANSWER))
        except StaleLease:
            return self.rules.first_probe
        return None

    def slow(self, destination_id: DestinationId) -> None:
        """Somebody waits for an answer: others should not begin to wait as well, until that is over."""
        health, now = self.circuit_breakers.get(destination_id), self.clock.now()
        if not health.is_down and health.hold(now) is None:
            with suppress(StaleLease):
                self.circuit_breakers.save(health.held(now + LONGEST_ANSWER))

    def forgive(self, destination_id: DestinationId) -> None:
        """Its owner says that it is well again."""
        self._change(destination_id, CircuitBreaker.forgiven)

    def _change(
        self, destination_id: DestinationId, change: Callable[[CircuitBreaker], CircuitBreaker]
    ) -> CircuitBreaker:
        for _ in range(TRIES):
            health = self.circuit_breakers.get(destination_id)
            changed = change(health)
            if changed is health:
                break
            with suppress(StaleLease):
                self.circuit_breakers.save(changed)
                return changed
        return health

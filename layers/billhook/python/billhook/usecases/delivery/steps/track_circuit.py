"""Track a circuit breaker per destination: whether it may be called, and the results of its attempts."""

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

MAX_ATTEMPT_DURATION = timedelta(seconds=20)
"""Every attempt has ended by then."""

SLOW_RECHECK = timedelta(seconds=3)
MAX_TRIES = 4


@dataclass(frozen=True)
class TrackCircuit:
    """Best effort: updates use optimistic locking and are dropped after four conflicts."""

    circuit_breakers: CircuitBreakers
    clock: Clock
    rules: CircuitRules = RULES

    def record(self, destination_id: DestinationId, attempt: Attempt) -> CircuitBreaker:
        """The breaker after an attempt. Nothing is written while a destination is healthy."""
        now = self.clock.now()
        return self._update(destination_id, lambda breaker: breaker.after(attempt, now, self.rules))

    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        return self.circuit_breakers.get(destination_id)

    def try_call(self, breaker: CircuitBreaker) -> timedelta | None:
        """How long to wait with a call; None when the destination may be called.

        The first caller after the wait of an open circuit becomes its probe; all others wait for its result.
        """
        now = self.clock.now()
        wait = breaker.retry_after(now)
        if wait:
            return wait if breaker.is_down else min(wait, SLOW_RECHECK)
        if not breaker.is_down:
            return None
        try:
            self.circuit_breakers.save(breaker.blocked(now + MAX_ATTEMPT_DURATION))
        except StaleLease:
            return self.rules.first_probe
        return None

    def mark_slow(self, destination_id: DestinationId) -> None:
        """Block further calls until the present one has ended."""
        breaker, now = self.circuit_breakers.get(destination_id), self.clock.now()
        if not breaker.is_down and breaker.retry_after(now) is None:
            with suppress(StaleLease):
                self.circuit_breakers.save(breaker.blocked(now + MAX_ATTEMPT_DURATION))

    def reset(self, destination_id: DestinationId) -> None:
        """Close the circuit, as the owner of the destination asks."""
        self._update(destination_id, CircuitBreaker.reset)

    def _update(
        self, destination_id: DestinationId, update: Callable[[CircuitBreaker], CircuitBreaker]
    ) -> CircuitBreaker:
        for _ in range(MAX_TRIES):
            breaker = self.circuit_breakers.get(destination_id)
            updated = update(breaker)
            if updated is breaker:
                break
            with suppress(StaleLease):
                self.circuit_breakers.save(updated)
                return updated
        return breaker

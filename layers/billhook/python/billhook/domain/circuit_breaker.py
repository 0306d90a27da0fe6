"""Circuit breakers: of a destination, and of processing.

Failures of a destination raise a score (``strain``), successes lower it; at 10 the circuit opens. While it is open
deliveries wait, without losing attempts, and single probes are sent: after 30 s, then at growing intervals.
Processing pauses while most of the last documents meet the same fault of Billhook.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from billhook.domain.delivery import Attempt
from billhook.domain.ids import DestinationId
from billhook.domain.value import Value

TIMED_OUT = "timeout"
_FAILURE, _TIME_OUT, _SUCCESS = 1, 2, 2
_TOO_MANY_REQUESTS = 429
_OUT_OF_ORDER = 500


@dataclass(frozen=True)
class CircuitRules:
    """Limits of the failure score.

    ``breaks_at`` opens the circuit: ten failures in a row, or five time-outs. A receiver that fails two times of three
    never reaches it.
    """

    breaks_at: int = 10
    forgets_after: timedelta = timedelta(minutes=5)
    """The failure score expires this long after the last failure."""

    first_probe: timedelta = timedelta(seconds=30)
    longest_probe: timedelta = timedelta(minutes=15)
    slow_after: timedelta = timedelta(seconds=1)
    """While a response takes longer than this, other deliveries wait for it."""

    given_up_after: timedelta = timedelta(days=5)
    lapses_after: timedelta = timedelta(days=2)
    """Failures farther apart than this do not count as one outage."""


RULES = CircuitRules()


class CircuitState(StrEnum):
    FINE = "FINE"
    FAILING = "FAILING"
    DOWN = "DOWN"


class CircuitBreaker(Value):
    """``held_until`` is when the destination may be called again; ``probes`` counts failed calls of an open circuit.

    ``strain`` is the failure score. ``revision`` grows with each change, for optimistic locking.
    """

    destination_id: DestinationId
    revision: int = 0
    strain: int = 0
    probes: int = 0
    held_until: datetime | None = None
    failing_since: datetime | None = None
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_status_code: int | None = None
    last_error: str | None = None

    @property
    def is_down(self) -> bool:
        return self.probes > 0

    @property
    def state(self) -> CircuitState:
        if self.is_down:
            return CircuitState.DOWN
        return CircuitState.FAILING if self.failing_since else CircuitState.FINE

    def retry_after(self, now: datetime) -> timedelta | None:
        """How long calls are blocked; None if they are not."""
        return self.held_until - now if self.held_until and self.held_until > now else None

    def blocked(self, until: datetime) -> Self:
        """Blocked for other callers during a slow call."""
        return self._changed(held_until=until)

    def after(self, attempt: Attempt, now: datetime, rules: CircuitRules = RULES) -> Self:
        return self._after_success(now, rules) if attempt.succeeded else self._after_failure(attempt, now, rules)

    def reset(self) -> Self:
        """Closed; the last failure stays visible."""
        return self._changed(strain=0, probes=0, held_until=None, failing_since=None)

    def is_given_up(self, rules: CircuitRules = RULES) -> bool:
        """Whether all attempts have failed for too long; one failure never suffices."""
        if self.failing_since is None or self.last_failure_at is None:
            return False
        return self.last_failure_at - self.failing_since >= rules.given_up_after

    def _after_success(self, now: datetime, rules: CircuitRules) -> Self:
        """Unchanged for a healthy destination: most attempts need no write."""
        is_stale = self.last_success_at is None or now - self.last_success_at >= rules.forgets_after
        if not (is_stale or self.strain or self.held_until or self.failing_since):
            return self
        strain = 0 if self.is_down else max(self._strain(now, rules) - _SUCCESS, 0)
        return self._changed(strain=strain, probes=0, held_until=None, failing_since=None, last_success_at=now)

    def _after_failure(self, attempt: Attempt, now: datetime, rules: CircuitRules) -> Self:
        strain = self._strain(now, rules) + _weight(attempt)
        probes = self.probes + 1 if self.is_down else int(strain >= rules.breaks_at)
        lapsed = self.last_failure_at is None or now - self.last_failure_at > rules.lapses_after
        return self._changed(
            strain=strain,
            probes=probes,
            held_until=now + _interval(probes, rules) if probes else None,
            failing_since=now if lapsed or self.failing_since is None else self.failing_since,
            last_failure_at=now,
            last_status_code=attempt.status_code,
            last_error=attempt.error,
        )

    def _strain(self, now: datetime, rules: CircuitRules) -> int:
        recent = self.last_failure_at is not None and now - self.last_failure_at <= rules.forgets_after
        return self.strain if recent or self.is_down else 0

    def _changed(self, **fields: object) -> Self:
        return self.model_copy(update={"revision": self.revision + 1, **fields})


def _weight(attempt: Attempt) -> int:
    """The score of a failure; zero for a prompt 4xx response, which is about the event and not about the receiver."""
    if attempt.error:
        return _TIME_OUT if attempt.error == TIMED_OUT else _FAILURE
    status = attempt.status_code or _OUT_OF_ORDER
    return _FAILURE if status == _TOO_MANY_REQUESTS or status >= _OUT_OF_ORDER else 0


def _interval(probes: int, rules: CircuitRules) -> timedelta:
    """The wait before the next probe; it doubles each time."""
    doubled: int = 2 ** min(probes - 1, 16)
    return min(rules.first_probe * doubled, rules.longest_probe)


WINDOW = 20
"""Documents of all workers whose outcomes are kept."""

LEAST_FAULTS = 5
PAUSE = timedelta(minutes=1)
"""After it documents are tried again, a few at a time: as many as there are workers."""

NO_FAULT = ""


class ProcessingCircuit(Value):
    """``outcomes`` are classes of faults, or NO_FAULT, of the last documents, newest last.

    ``revision`` grows with each change, for optimistic locking.
    """

    revision: int = 0
    outcomes: tuple[str, ...] = ()
    paused_until: datetime | None = None

    def pause(self, now: datetime) -> timedelta | None:
        """How long no document may be claimed; None when it may."""
        return self.paused_until - now if self.paused_until and self.paused_until > now else None

    def after_success(self) -> Self:
        """Unchanged after successes only: most documents need no write."""
        if not any(self.outcomes):
            return self
        return self._changed((*self.outcomes, NO_FAULT), None)

    def after_fault(self, fault: str, now: datetime) -> Self:
        """Paused when two thirds of the last documents met ``fault``, five at least."""
        outcomes = (*self.outcomes, fault)[-WINDOW:]
        count = outcomes.count(fault)
        is_common = count >= LEAST_FAULTS and 3 * count >= 2 * len(outcomes)
        return self._changed(outcomes, now + PAUSE if is_common else self.paused_until)

    def _changed(self, outcomes: tuple[str, ...], paused_until: datetime | None) -> Self:
        change = {"revision": self.revision + 1, "outcomes": outcomes[-WINDOW:], "paused_until": paused_until}
        return self.model_copy(update=change)

"""How a destination is doing by what its attempts came to: fine, slow, down, or so long down that it is given up.

Failures strain it and successes relieve it; strained enough, it is down. Then its deliveries are held, without losing
attempts, and one of them at a time finds out whether it is back: after 30 s, then at growing intervals.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from billhook.domain.delivery import Attempt
from billhook.domain.ids import DestinationId
from billhook.domain.value import Value

TIMED_OUT = "timeout"
_FAILURE, _TIME_OUT, _RELIEF = 1, 2, 2
_TOO_MANY_REQUESTS = 429
_OUT_OF_ORDER = 500


@dataclass(frozen=True)
class CircuitRules:
    """``breaks_at`` is a strain: ten failures in a row, or five time-outs. A receiver that fails two times of three
    never gets there.
    """

    breaks_at: int = 10
    forgets_after: timedelta = timedelta(minutes=5)
    """A failure strains no longer than this."""

    first_probe: timedelta = timedelta(seconds=30)
    longest_probe: timedelta = timedelta(minutes=15)
    slow_after: timedelta = timedelta(seconds=1)
    """An answer that takes longer makes others wait for how it ends."""

    given_up_after: timedelta = timedelta(days=5)
    lapses_after: timedelta = timedelta(days=2)
    """Failures farther apart than this are not one trouble: between two of them nobody knows."""


RULES = CircuitRules()


class CircuitState(StrEnum):
    FINE = "FINE"
    FAILING = "FAILING"
    DOWN = "DOWN"


class CircuitBreaker(Value):
    """``held_until`` is when the destination may be called again; ``probes`` counts the vain calls since it is down.

    ``revision`` grows with each change: who saves an old one has lost.
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

    def hold(self, now: datetime) -> timedelta | None:
        """How long nobody should call it; None when somebody may."""
        return self.held_until - now if self.held_until and self.held_until > now else None

    def held(self, until: datetime) -> Self:
        """While somebody finds out how it is."""
        return self._changed(held_until=until)

    def after(self, made: Attempt, now: datetime, rules: CircuitRules = RULES) -> Self:
        return self._after_success(now, rules) if made.succeeded else self._after_failure(made, now, rules)

    def forgiven(self) -> Self:
        """As if nothing had gone wrong; what did is still told."""
        return self._changed(strain=0, probes=0, held_until=None, failing_since=None)

    def is_given_up(self, rules: CircuitRules = RULES) -> bool:
        """Whether all went wrong for so long that it makes no sense to go on. One failure alone is never long."""
        if self.failing_since is None or self.last_failure_at is None:
            return False
        return self.last_failure_at - self.failing_since >= rules.given_up_after

    def _after_success(self, now: datetime, rules: CircuitRules) -> Self:
        """Nothing changes for a destination that is fine: most attempts need no write."""
        is_news = self.last_success_at is None or now - self.last_success_at >= rules.forgets_after
        if not (is_news or self.strain or self.held_until or self.failing_since):
            return self
        strain = 0 if self.is_down else max(self._strain(now, rules) - _RELIEF, 0)
        return self._changed(strain=strain, probes=0, held_until=None, failing_since=None, last_success_at=now)

    def _after_failure(self, made: Attempt, now: datetime, rules: CircuitRules) -> Self:
        strain = self._strain(now, rules) + _weight(made)
        probes = self.probes + 1 if self.is_down else int(strain >= rules.breaks_at)
        lapsed = self.last_failure_at is None or now - self.last_failure_at > rules.lapses_after
        return self._changed(
            strain=strain,
            probes=probes,
            held_until=now + _interval(probes, rules) if probes else None,
            failing_since=now if lapsed or self.failing_since is None else self.failing_since,
            last_failure_at=now,
            last_status_code=made.status_code,
            last_error=made.error,
        )

    def _strain(self, now: datetime, rules: CircuitRules) -> int:
        recent = self.last_failure_at is not None and now - self.last_failure_at <= rules.forgets_after
        return self.strain if recent or self.is_down else 0

    def _changed(self, **fields: object) -> Self:
        return self.model_copy(update={"revision": self.revision + 1, **fields})


def _weight(made: Attempt) -> int:
    """What a failure says of the receiver: nothing, when it answered quickly that it will not have this one."""
    if made.error:
        return _TIME_OUT if made.error == TIMED_OUT else _FAILURE
    status = made.status_code or _OUT_OF_ORDER
    return _FAILURE if status == _TOO_MANY_REQUESTS or status >= _OUT_OF_ORDER else 0


def _interval(probes: int, rules: CircuitRules) -> timedelta:
    """The wait before the next probe: twice as long each time."""
    doubled: int = 2 ** min(probes - 1, 16)
    return min(rules.first_probe * doubled, rules.longest_probe)

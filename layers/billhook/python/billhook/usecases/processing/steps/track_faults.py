"""Track the faults that documents meet over all workers, and pause processing while most meet the same one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain.circuit_breaker import ProcessingCircuit
from billhook.domain.errors import Retryable, StaleLease
from billhook.ports.clock import Clock
from billhook.ports.faults import ProcessingCircuits

CACHED_FOR = timedelta(seconds=10)
MAX_TRIES = 4


@dataclass(frozen=True)
class TrackFaults:
    """Best effort: a worker reads the circuit every ten seconds, and drops an update after four conflicts."""

    processing_circuits: ProcessingCircuits
    clock: Clock
    _cache: dict[str, tuple[datetime, ProcessingCircuit]] = field(default_factory=dict, repr=False)

    def pause(self) -> timedelta | None:
        """How long no document may be claimed; None when it may, or when that is not known."""
        with suppress(Retryable):
            return self._circuit().pause(self.clock.now())
        return None

    def record_success(self) -> None:
        with suppress(Retryable):
            if self._circuit().after_success() is not self._circuit():
                self._update(ProcessingCircuit.after_success)

    def record_fault(self, fault: Exception) -> None:
        now = self.clock.now()
        with suppress(Retryable):
            self._update(lambda circuit: circuit.after_fault(type(fault).__name__, now))

    def _circuit(self) -> ProcessingCircuit:
        now = self.clock.now()
        read, circuit = self._cache.get("", (None, None))
        if circuit is None or read is None or now - read > CACHED_FOR:
            circuit = self._cached(self.processing_circuits.get())
        return circuit

    def _update(self, update: Callable[[ProcessingCircuit], ProcessingCircuit]) -> None:
        for _ in range(MAX_TRIES):
            circuit = update(self.processing_circuits.get())
            with suppress(StaleLease):
                self.processing_circuits.save(circuit)
                self._cached(circuit)
                return

    def _cached(self, circuit: ProcessingCircuit) -> ProcessingCircuit:
        self._cache[""] = self.clock.now(), circuit
        return circuit

"""Reports of faults that are not those of a file or a request, and the circuit breaker that they open."""

from typing import Protocol

from billhook.domain.circuit_breaker import ProcessingCircuit


class FaultReporter(Protocol):
    def report(self, fault: Exception, *, document_id: str) -> None:
        """Log the class, code and frames of ``fault`` and count it in the metric ``names.FAULTS_METRIC``.

        The message is not logged: it may quote the document.
        """


class ProcessingCircuits(Protocol):
    def get(self) -> ProcessingCircuit:
        """Return the circuit breaker of processing; a closed one when none is stored."""

    def save(self, circuit: ProcessingCircuit) -> None:
        """Write it if the stored revision is the previous one. Raises StaleLease."""

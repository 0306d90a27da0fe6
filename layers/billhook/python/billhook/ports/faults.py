"""Monitoring of processing: faults that are not those of a file, final states, and the circuit breaker of faults."""

from typing import Protocol

from billhook.domain.circuit_breaker import ProcessingCircuit
from billhook.domain.document import Document


class ProcessingMonitor(Protocol):
    def report_fault(self, fault: Exception, *, document_id: str) -> None:
        """Log the class, code and frames of ``fault`` and count it in the metric ``names.FAULTS_METRIC``.

        The message is not logged: it may quote the document.
        """

    def report_outcome(self, final: Document) -> None:
        """Count a document that reached a final state, the seconds that this took and the cost of its OCR."""


class ProcessingCircuits(Protocol):
    def get(self) -> ProcessingCircuit:
        """Return the circuit breaker of processing; a closed one when none is stored."""

    def save(self, circuit: ProcessingCircuit) -> None:
        """Write it if the stored revision is the previous one. Raises StaleLease."""

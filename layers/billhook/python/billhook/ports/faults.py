"""Reports of faults that are not those of a file or a request."""

from typing import Protocol


class FaultReporter(Protocol):
    def report(self, fault: Exception, *, document_id: str) -> None:
        """Log the class, code and frames of ``fault`` and count it in the metric ``names.FAULTS_METRIC``.

        The message is not logged: it may quote the document.
        """

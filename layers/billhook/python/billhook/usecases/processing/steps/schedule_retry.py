"""Schedule the next attempt of a document that met a fault which is not its own."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Crashed, Rejection, Retryable
from billhook.domain.processing_retry import GIVE_UP_AFTER, wait_for_age
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Documents
from billhook.ports.faults import FaultReporter
from billhook.usecases.processing.steps.track_faults import TrackFaults


@dataclass(frozen=True)
class ScheduleRetry:
    """Bugs, missing permissions and full disks are reported; faults of a service that may pass are not."""

    documents: Documents
    fault_reporter: FaultReporter
    track_faults: TrackFaults
    clock: Clock
    ids: Ids

    def schedule(self, document: Document, fault: Exception) -> timedelta:
        """Release the document and return how long it waits: half of its age, within bounds, plus up to as much again.

        The sweeper finds it a minute after that. Only the death of the process that held the file stays counted.
        Raises StaleLease, and Rejection (service_unavailable) for a document that has waited for too long.
        """
        if not isinstance(fault, Retryable):
            self.fault_reporter.report(fault, document_id=document.id)
            self.track_faults.record_fault(fault)
        now = self.clock.now()
        age = now - document.updated
        if age >= GIVE_UP_AFTER:
            hours = GIVE_UP_AFTER // timedelta(hours=1)
            raise Rejection(
                StatusReason.SERVICE_UNAVAILABLE,
                f"A service that reads files failed for {hours} hours. The file is not at fault: reprocess it.",
            )
        base = wait_for_age(age)
        wait = base + self.ids.jitter(base)
        due_at = now + wait + RECHECK_DELAY
        self.documents.save(document.retried(due_at) if isinstance(fault, Crashed) else document.released(due_at))
        return wait

"""Reserve capacity in a job for documents that come out of an archive or a file of several bills."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.job import MAX_DOCUMENTS, announced
from billhook.ports.documents import Jobs


@dataclass(frozen=True)
class ReserveJobCapacity:
    """Reservations are written before the documents and never released, so that a retry after a crash has the same.

    The submitted files of a job have their capacity from the start; the first file of an archive takes the archive's.
    """

    jobs: Jobs

    def reserve(self, source: Document, requested: int, *, minimum: int = 1) -> int:
        """How many of ``requested`` documents beside ``source`` the job takes: none when fewer than ``minimum`` fit."""
        if source.job_id is None or requested < 1:
            return max(requested, 0)
        limit = MAX_DOCUMENTS - announced(self.jobs.entries(source.job_id))
        return self.jobs.reserve_job_capacity(source.job_id, source.id, requested, limit=limit, minimum=minimum)

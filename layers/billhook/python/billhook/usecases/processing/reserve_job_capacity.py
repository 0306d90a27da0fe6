"""Keep a job within its number of documents, whatever comes out of its archives and files, and however many at once."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.job import MAX_DOCUMENTS, announced
from billhook.ports.documents import Jobs


@dataclass(frozen=True)
class ReserveJobCapacity:
    """Places in a job for what comes out of one of its documents.

    What a job was made for has its places from the start: an archive leaves its own to its first file. Places are
    taken before anything is made of them and never given back, so that whoever takes over after a crash has the same.
    """

    jobs: Jobs

    def __call__(self, source: Document, wanted: int, *, minimum: int = 1) -> int:
        """How many of ``wanted`` documents more than ``source`` the job takes: none when fewer than ``minimum`` fit."""
        if source.job_id is None or wanted < 1:
            return max(wanted, 0)
        limit = MAX_DOCUMENTS - announced(self.jobs.entries(source.job_id))
        return self.jobs.reserve_job_capacity(source.job_id, source.id, wanted, limit=limit, minimum=minimum)

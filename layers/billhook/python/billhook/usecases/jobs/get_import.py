"""A job with every file that was handed in with it, archives and what was in them included."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.ids import JobId
from billhook.domain.job import Job
from billhook.ports.documents import Documents, Jobs
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetImport:
    scope: AccessPolicy
    jobs: Jobs
    documents: Documents

    def __call__(self, principal: Principal, job_id: JobId) -> tuple[Job, tuple[Document, ...]]:
        """Raises NotFound."""
        job = self.scope.job(principal, job_id)
        ids = [entry.document_id for entry in self.jobs.entries(job.id)]
        return job, tuple(one for one in self.documents.get_many(ids) if not one.deleted)

"""A job and what became of its documents so far."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import JobId
from billhook.domain.job import Job, JobEntry
from billhook.ports.documents import Jobs
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetJob:
    scope: AccessPolicy
    jobs: Jobs

    def __call__(self, principal: Principal, job_id: JobId) -> tuple[Job, tuple[JobEntry, ...]]:
        job = self.scope.job(principal, job_id)
        return job, self.jobs.entries(job.id)

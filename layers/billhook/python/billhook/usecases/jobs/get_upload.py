"""The job of an upload for a site, by whichever door it came in."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, JobId, SiteId
from billhook.domain.job import Job, JobEntry
from billhook.ports.documents import Jobs
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetUpload:
    scope: AccessPolicy
    jobs: Jobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId, job_id: JobId
    ) -> tuple[Job, tuple[JobEntry, ...]]:
        """Raises NotFound, also for a job of another site."""
        site = self.scope.site_at(principal, company_id, site_id)
        job = self.scope.job(principal, job_id)
        if job.site_id != site.id:
            raise NotFound
        return job, self.jobs.entries(job.id)

"""The jobs of a company, newest first, each with what became of its documents."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import CompanyId
from billhook.domain.job import Job, JobEntry
from billhook.ports.documents import Jobs
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListJobs:
    scope: AccessPolicy
    jobs: Jobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, part: PageRequest
    ) -> ListPage[tuple[Job, tuple[JobEntry, ...]]]:
        company = self.scope(principal, company_id)
        listed = self.jobs.page(company.id, part)
        return ListPage(tuple((job, self.jobs.entries(job.id)) for job in listed.items), listed.cursor)

"""Some of the newest jobs of a company, for those who count instead of following cursors."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import CompanyId
from billhook.domain.job import Job, JobEntry
from billhook.ports.lists import PageRequest
from billhook.usecases.jobs.list_jobs import ListJobs


@dataclass(frozen=True)
class ListImports:
    list_jobs: ListJobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, *, skip: int, limit: int
    ) -> Sequence[tuple[Job, tuple[JobEntry, ...]]]:
        """``limit`` jobs after the newest ``skip``; what is skipped is read as well, so keep it small."""
        return self.list_jobs(principal, company_id, PageRequest(skip + limit)).items[skip:]

"""Query jobs, the files of a job and the bills of a site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from billhook.domain.company import Principal, Site
from billhook.domain.document import Document
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job, JobEntry
from billhook.ports.documents import Documents, Jobs
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetJob:
    """Find a job and the outcomes of its documents."""

    scope: AccessPolicy
    jobs: Jobs

    def __call__(self, principal: Principal, job_id: JobId) -> tuple[Job, tuple[JobEntry, ...]]:
        job = self.scope.job(principal, job_id)
        return job, self.jobs.entries(job.id)


@dataclass(frozen=True)
class ListJobs:
    """List the jobs of a company, newest first, each with the outcomes of its documents."""

    scope: AccessPolicy
    jobs: Jobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, part: PageRequest
    ) -> ListPage[tuple[Job, tuple[JobEntry, ...]]]:
        company = self.scope(principal, company_id)
        listed = self.jobs.page(company.id, part)
        return ListPage(tuple((job, self.jobs.entries(job.id)) for job in listed.items), listed.cursor)


@dataclass(frozen=True)
class GetUpload:
    """Find the job of an upload for a site, by any route."""

    scope: AccessPolicy
    jobs: Jobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId, job_id: JobId
    ) -> tuple[Job, tuple[JobEntry, ...]]:
        """Raises NotFound, also for a job of another site."""
        site = self.scope.site_at(principal, company_id, site_id)
        job = self.scope.job(principal, job_id)
        if job.company_id != site.company_id or not site.contains(job.site_id):
            raise NotFound
        return job, self.jobs.entries(job.id)


@dataclass(frozen=True)
class GetImport:
    """Find a job and every file uploaded with it, archives and their entries included."""

    scope: AccessPolicy
    jobs: Jobs
    documents: Documents

    def __call__(self, principal: Principal, job_id: JobId) -> tuple[Job, tuple[Document, ...]]:
        """Raises NotFound."""
        job = self.scope.job(principal, job_id)
        ids = [entry.document_id for entry in self.jobs.entries(job.id)]
        return job, tuple(document for document in self.documents.get_many(ids) if not document.deleted)


@dataclass(frozen=True)
class ListImports:
    """List jobs of a company by offset and limit."""

    list_jobs: ListJobs

    def __call__(
        self, principal: Principal, company_id: CompanyId, *, skip: int, limit: int
    ) -> Sequence[tuple[Job, tuple[JobEntry, ...]]]:
        """List ``limit`` jobs after the newest ``skip``; skipped jobs are read as well, so keep ``skip`` small."""
        return self.list_jobs(principal, company_id, PageRequest(skip + limit)).items[skip:]


@dataclass(frozen=True)
class GetFile:
    """Find an uploaded file and the files and documents made of it."""

    scope: AccessPolicy
    jobs: Jobs
    documents: Documents

    def __call__(self, principal: Principal, file_id: DocumentId) -> tuple[Document, tuple[Document, ...]]:
        """Return the file and the documents that were unpacked or split from it. Raises NotFound."""
        file = self.scope.file(principal, file_id)
        entries = self.jobs.entries(file.job_id) if file.job_id else ()
        siblings = [entry.document_id for entry in entries if entry.document_id != file.id]
        of_the_job = self.documents.get_many(siblings)
        present = (document for document in of_the_job if not document.deleted)
        return file, tuple(item for item in present if file.id in {item.identity.archive_id, item.identity.split_from})


@dataclass(frozen=True)
class GetBillOfSite:
    """Find a bill of a site."""

    scope: AccessPolicy

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId, document_id: DocumentId
    ) -> tuple[Site, Document]:
        """Raises NotFound, also for a bill of another site."""
        site = self.scope.site_at(principal, company_id, site_id)
        document = self.scope.document(principal, document_id)
        if document.company_id != site.company_id or not site.contains(document.site_id):
            raise NotFound
        return site, document


MAX_BILLS = 3_000
"""Bills in a response: with the longest names they are 5.5 MB; a Lambda response may have 6 MB."""

_PAGE = 100


@dataclass(frozen=True)
class ListBillsOfSite:
    """List every bill uploaded for a site, newest first.

    The list has no pages, as in the original API; it ends after MAX_BILLS.
    """

    scope: AccessPolicy
    documents: Documents

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId
    ) -> tuple[Site, tuple[Document, ...]]:
        site = self.scope.site_at(principal, company_id, site_id)
        return site, tuple(islice(self._every(site), MAX_BILLS))

    def _every(self, site: Site) -> Iterator[Document]:
        part = PageRequest(_PAGE)
        while True:
            listed = self._page(site, part)
            yield from (document for document in listed.items if site.contains(document.site_id))
            if listed.cursor is None:
                return
            part = PageRequest(_PAGE, listed.cursor)

    def _page(self, site: Site, part: PageRequest) -> ListPage[Document]:
        if site.is_default:
            return self.documents.page(site.company_id, part)
        return self.documents.page_of_site(site.id, part)

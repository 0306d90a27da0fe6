"""Take in files by URL: rows now, bytes later by the fetch queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document, Status
from billhook.domain.errors import Invalid, Problem
from billhook.domain.file_name import name_in_url
from billhook.domain.ids import CompanyId, DocumentId, JobId
from billhook.domain.job import Job
from billhook.domain.urls import UrlPolicy
from billhook.ports import Clock, Ids, Jobs, Queue
from billhook.usecases.scope import Scope
from billhook.usecases.submit_documents import BYTES_FOLLOW, JOB_LOOK, Remarks, incoming_key


@dataclass(frozen=True)
class SubmitUrls:
    """Make a job of URLs. What is wrong with a URL's text is the request's fault; what fails later is that file's.

    A message that is not sent because we stop in between is sent by the sweeper.
    """

    scope: Scope
    jobs: Jobs
    fetch_queue: Queue
    url_policy: UrlPolicy
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, urls: Sequence[str], remarks: Remarks
    ) -> tuple[Job, tuple[Document, ...]]:
        """The new job and its documents. Raises NotFound, UnknownReference or Invalid with a pointer to each URL."""
        company = self.scope(principal, company_id)
        self._check(urls)
        site_id = self.scope.site_of(company, remarks.site_id)
        now = self.clock.now()
        job = Job(
            id=JobId(self.ids.new()),
            company_id=company.id,
            site_id=site_id,
            expected=len(urls),
            info=remarks.info,
            created=now,
            updated=now,
            due_at=now + JOB_LOOK,
        )
        documents = tuple(self._document(principal, job, url, remarks) for url in urls)
        self.jobs.add(job, documents)
        for document in documents:
            self.fetch_queue.send({"documentId": document.id})
        return job, documents

    def _check(self, urls: Sequence[str]) -> None:
        faults = ((position, self.url_policy.fault(url)) for position, url in enumerate(urls))
        problems = tuple(Problem(f"/documents/{position}", fault) for position, fault in faults if fault)
        if problems:
            raise Invalid("Some of the URLs cannot be fetched.", problems)

    def _document(self, principal: Principal, job: Job, url: str, remarks: Remarks) -> Document:
        document_id = DocumentId(self.ids.new())
        return Document(
            id=document_id,
            company_id=job.company_id,
            site_id=job.site_id,
            job_id=job.id,
            file_name=name_in_url(url),
            email=principal.email,
            notes=remarks.notes,
            info=remarks.info,
            allow_duplicate=remarks.allow_duplicate,
            created=job.created,
            updated=job.created,
            status=Status.PROCESSING,
            object_key=incoming_key(job.company_id, document_id),
            source_url=url,
            due_at=job.created + BYTES_FOLLOW,
        )

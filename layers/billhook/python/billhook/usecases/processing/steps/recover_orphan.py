"""Create the rows of an orphaned object: a file in the bucket without a document."""

from collections.abc import Mapping
from dataclasses import dataclass

from billhook import names
from billhook.domain.company import Company
from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.drop import Drop
from billhook.domain.errors import Rejection
from billhook.domain.identity import Identity
from billhook.domain.ids import CompanyId, DocumentId, DropId, JobId, SiteId, derived, is_id
from billhook.domain.job import MAX_DOCUMENTS, Job
from billhook.domain.stored_file import StoredFile, safe_name
from billhook.domain.submission import Submission
from billhook.domain.sweep_delays import BYTES_DEADLINE, JOB_CHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies, Drops
from billhook.ports.documents import Documents, Jobs
from billhook.ports.files import Files, StoredObject
from billhook.usecases.processing.steps.document_lease import DocumentLease


@dataclass(frozen=True)
class RecoverOrphan:
    """A file uploaded to a drop becomes a job; a file that lost its rows gets them back from its object metadata.

    A file without valid metadata becomes a rejected document, so that its company sees it.
    """

    companies: Companies
    drops: Drops
    jobs: Jobs
    documents: Documents
    files: Files
    lease: DocumentLease
    clock: Clock

    def recover(self, document_id: DocumentId, key: str) -> bool:
        """Whether rows were created. Ids are derived, so a repeat creates no second document."""
        if self.documents.get(document_id):
            return False
        stored = self.files.head(key)
        company = self._company(key)
        if stored is None or company is None:
            return False
        drop = self._drop(stored.metadata, company) if key.startswith(names.DROP_PREFIX) else None
        is_known = _names(stored.metadata, company, document_id) and (drop or key.startswith(names.INCOMING_PREFIX))
        job = self._job(stored.metadata if is_known else {}, company, document_id, drop)
        self.jobs.add(job, [self._document(document_id, job, stored, drop)])
        if not is_known:
            self._reject(document_id)
        return True

    def _reject(self, document_id: DocumentId) -> None:
        document = self.lease.claim(document_id)
        if document:
            self.lease.settle(document, Rejection(StatusReason.UNSAFE, "The file has no valid upload metadata."))

    def _company(self, key: str) -> Company | None:
        """The company in the key, which only our upload forms set."""
        company_id = CompanyId(key.split("/")[1])
        company = self.companies.get(company_id) if is_id(company_id) else None
        return None if company is None or company.deleted else company

    def _drop(self, metadata: Mapping[str, str], company: Company) -> Drop | None:
        drop = self.drops.get(DropId(metadata.get(names.META_DROP, "")))
        return drop if drop and drop.company_id == company.id else None

    def _site(self, metadata: Mapping[str, str], company: Company) -> SiteId | None:
        site_id = metadata.get(names.META_SITE, "")
        site = self.companies.site(SiteId(site_id)) if is_id(site_id) else None
        return site.id if site and site.company_id == company.id and not site.deleted else None

    def _job(self, metadata: Mapping[str, str], company: Company, document_id: DocumentId, drop: Drop | None) -> Job:
        """The job in the metadata, recreated if it is lost; else a new one.

        The size of a lost job is unknown: it stays open for further documents until the sweeper closes it.
        """
        job_id = metadata.get(names.META_JOB, "")
        job = self.jobs.get(JobId(job_id)) if is_id(job_id) else None
        if job and job.company_id == company.id:
            return job
        now = self.clock.now()
        is_lost = is_id(job_id) and job is None
        return Job(
            id=JobId(job_id if is_lost else derived("job of", document_id)),
            company_id=company.id,
            site_id=drop.site_id if drop else self._site(metadata, company),
            expected=MAX_DOCUMENTS if is_lost else 1,
            created=now,
            updated=now,
            due_at=now + JOB_CHECK_DELAY,
        )

    def _document(self, document_id: DocumentId, job: Job, stored: StoredObject, drop: Drop | None) -> Document:
        now = self.clock.now()
        identity = Identity(id=document_id, company_id=job.company_id, site_id=job.site_id, job_id=job.id, created=now)
        file = StoredFile(
            file_name=safe_name(stored.metadata.get(names.META_FILE_NAME)),
            object_key=stored.key,
            content_type=stored.content_type,
            size=stored.size,
        )
        submission = Submission(email=drop.email if drop else "")
        return Document.submitted(identity, submission, file, due_at=now + BYTES_DEADLINE)


def _names(metadata: Mapping[str, str], company: Company, document_id: DocumentId) -> bool:
    return metadata.get(names.META_COMPANY) == company.id and metadata.get(names.META_DOCUMENT) == document_id

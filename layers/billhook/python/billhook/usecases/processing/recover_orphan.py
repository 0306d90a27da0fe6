"""Make the rows of a file that lies in the bucket and of which no row knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billhook import names
from billhook.domain.company import Company
from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.drop import Drop
from billhook.domain.errors import Rejection
from billhook.domain.file_name import safe_name
from billhook.domain.ids import CompanyId, DocumentId, DropId, JobId, derived, is_id
from billhook.domain.job import MAX_DOCUMENTS, Job
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies, Drops
from billhook.ports.documents import Documents, Jobs
from billhook.ports.files import Files, StoredObject
from billhook.usecases.intake.submit_documents import BYTES_FOLLOW, JOB_LOOK
from billhook.usecases.processing.claim_document import ClaimDocument


@dataclass(frozen=True)
class RecoverOrphan:
    """What was put into a drop becomes a job of its own; what lost its rows gets them back from its metadata.

    A file that does not say whose it is gets a document that is rejected: its company sees that it is there.
    """

    companies: Companies
    drops: Drops
    jobs: Jobs
    documents: Documents
    files: Files
    hold: ClaimDocument
    clock: Clock

    def __call__(self, document_id: DocumentId, key: str) -> bool:
        """Whether there are rows now that were not there before. Ids are derived, so doing it again makes no twin."""
        if self.documents.get(document_id):
            return False
        stored = self.files.head(key)
        company = self._company(key)
        if stored is None or company is None:
            return False
        drop = self._drop(stored.metadata, company) if key.startswith(names.DROP_PREFIX) else None
        is_known = _tells(stored.metadata, company, document_id) and (drop or key.startswith(names.INCOMING_PREFIX))
        job = self._job(stored.metadata if is_known else {}, company, document_id, drop)
        self.jobs.add(job, [self._document(document_id, job, stored, drop)])
        if not is_known:
            self.hold(document_id, _refuse)
        return True

    def _company(self, key: str) -> Company | None:
        """Keys are made by us alone: the company that they name is the one that was let in."""
        whose = CompanyId(key.split("/")[1])
        company = self.companies.get(whose) if is_id(whose) else None
        return None if company is None or company.deleted else company

    def _drop(self, told: Mapping[str, str], company: Company) -> Drop | None:
        drop = self.drops.get(DropId(told.get(names.META_DROP, "")))
        return drop if drop and drop.company_id == company.id else None

    def _job(self, told: Mapping[str, str], company: Company, document_id: DocumentId, drop: Drop | None) -> Job:
        """The job that is named, if it is there; else one that is made anew.

        How many documents a lost job had nobody knows: it waits for more until the time for announcing them is over.
        """
        named = told.get(names.META_JOB, "")
        found = self.jobs.get(JobId(named)) if is_id(named) else None
        if found and found.company_id == company.id:
            return found
        now = self.clock.now()
        is_lost = is_id(named) and found is None
        return Job(
            id=JobId(named if is_lost else derived("job of", document_id)),
            company_id=company.id,
            site_id=drop.site_id if drop else None,
            expected=MAX_DOCUMENTS if is_lost else 1,
            created=now,
            updated=now,
            due_at=now + JOB_LOOK,
        )

    def _document(self, document_id: DocumentId, job: Job, stored: StoredObject, drop: Drop | None) -> Document:
        now = self.clock.now()
        usual: dict[str, Any] = {
            "id": document_id,
            "company_id": job.company_id,
            "site_id": job.site_id,
            "job_id": job.id,
            "file_name": safe_name(stored.metadata.get(names.META_FILE_NAME)),
            "email": drop.email if drop else "",
            "created": now,
            "updated": now,
            "status": Status.PROCESSING,
            "object_key": stored.key,
            "content_type": stored.content_type,
            "size": stored.size,
            "due_at": now + BYTES_FOLLOW,
        }
        return Document(**usual)


def _tells(told: Mapping[str, str], company: Company, document_id: DocumentId) -> bool:
    return told.get(names.META_COMPANY) == company.id and told.get(names.META_DOCUMENT) == document_id


def _refuse(_: Document) -> Document | None:
    raise Rejection(StatusReason.UNSAFE, "The file does not say who handed it in.")

"""Take in files: rows first, then the bytes, so that nothing can be stored of which nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from billhook import names
from billhook.domain.company import Company, Principal
from billhook.domain.document import Document, Status
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job
from billhook.ports import Clock, FileKind, Files, Ids, Jobs
from billhook.usecases.scope import Scope

BYTES_FOLLOW = timedelta(seconds=120)
"""When the sweeper looks at a document whose bytes should have come with the same request."""

JOB_LOOK = timedelta(minutes=2)
UNTOLD_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class HandedIn:
    """One file as it was handed in; ``content_type`` is what its sender calls it."""

    file_name: str
    content: bytes = field(repr=False)
    content_type: str | None = None


@dataclass(frozen=True)
class Remarks:
    """What a submission says about all of its files."""

    site_id: SiteId | None = None
    notes: str | None = None
    info: dict[str, Any] | None = None
    allow_duplicate: bool = False


@dataclass(frozen=True)
class SubmitDocuments:
    """Store files as the documents of a new job.

    A failure between rows and bytes leaves documents that the sweeper ends as never uploaded.
    """

    scope: Scope
    jobs: Jobs
    files: Files
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, handed_in: Sequence[HandedIn], remarks: Remarks
    ) -> tuple[Job, tuple[Document, ...]]:
        """The new job and its documents. Raises NotFound for the company, UnknownReference for the site."""
        company = self.scope(principal, company_id)
        site_id = self.scope.site_of(company, remarks.site_id)
        job = self._job(company, site_id, len(handed_in), remarks)
        documents = tuple(self._document(principal, job, one, remarks) for one in handed_in)
        self.jobs.add(job, documents)
        for document, one in zip(documents, handed_in, strict=True):
            self._store(document, one)
        return job, documents

    def _job(self, company: Company, site_id: SiteId | None, expected: int, remarks: Remarks) -> Job:
        now = self.clock.now()
        return Job(
            id=JobId(self.ids.new()),
            company_id=company.id,
            site_id=site_id,
            expected=expected,
            info=remarks.info,
            created=now,
            updated=now,
            due_at=now + JOB_LOOK,
        )

    def _document(self, principal: Principal, job: Job, one: HandedIn, remarks: Remarks) -> Document:
        document_id = DocumentId(self.ids.new())
        return Document(
            id=document_id,
            company_id=job.company_id,
            site_id=job.site_id,
            job_id=job.id,
            file_name=one.file_name,
            email=principal.email,
            notes=remarks.notes,
            info=remarks.info,
            allow_duplicate=remarks.allow_duplicate,
            created=job.created,
            updated=job.created,
            status=Status.PROCESSING,
            object_key=incoming_key(job.company_id, document_id),
            content_type=_known_type(one.content_type),
            size=len(one.content),
            due_at=job.created + BYTES_FOLLOW,
        )

    def _store(self, document: Document, one: HandedIn) -> None:
        self.files.put(
            document.object_key or "",
            one.content,
            content_type=document.content_type or UNTOLD_TYPE,
            metadata=object_metadata(document),
        )


def incoming_key(company_id: CompanyId, document_id: DocumentId) -> str:
    """Where a document's bytes lie; made of our ids alone, never of anything that a sender says."""
    return f"{names.INCOMING_PREFIX}{company_id}/{document_id}"


def object_metadata(document: Document) -> dict[str, str]:
    """From this a document's rows can be rebuilt."""
    return {
        names.META_COMPANY: document.company_id,
        names.META_DOCUMENT: document.id,
        names.META_JOB: document.job_id,
        names.META_FILE_NAME: document.file_name,
    }


def _known_type(told: str | None) -> str:
    """The told type if it is one of those that are read; what a file is, its bytes tell when it is parsed."""
    return told if told in set(FileKind) else UNTOLD_TYPE

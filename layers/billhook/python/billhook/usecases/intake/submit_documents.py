"""Accept files, URLs and pending uploads: rows first, then bytes, so that every object has an owner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from billhook.domain.company import Company, Principal
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import Invalid, Problem
from billhook.domain.identity import Identity
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job
from billhook.domain.stored_file import UNDECLARED_TYPE, StoredFile, incoming_key, name_in_url, object_metadata
from billhook.domain.submission import Submission
from billhook.domain.sweep_delays import BYTES_DEADLINE, FORM_LIFETIME, JOB_CHECK_DELAY, UPLOAD_GRACE
from billhook.domain.urls import UrlPolicy
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Jobs
from billhook.ports.files import Files
from billhook.ports.queues import FetchQueue
from billhook.ports.text_recognition import FileKind, FileKindDetector
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.access.limit_rate import LimitFiles
from billhook.wire.messages import document_message

_ZIP_TYPES = {FileKind.ZIP.value, "application/x-zip-compressed", "application/x-zip"}


@dataclass(frozen=True)
class UploadedFile:
    """One file as it was handed in; ``content_type`` is what its sender calls it.

    ``info`` of a piece goes before that of the whole submission.
    """

    file_name: str
    content: bytes = field(repr=False)
    content_type: str | None = None
    info: dict[str, Any] | None = None


@dataclass(frozen=True)
class RemoteFile:
    """One file that is fetched from a URL; ``pointer`` is where the request names it."""

    url: str = field(repr=False)
    pointer: str = ""
    info: dict[str, Any] | None = None


@dataclass(frozen=True)
class PendingUpload:
    """One file that its owner is going to put into the bucket, by a form that we sign."""

    file_name: str
    content_type: str = UNDECLARED_TYPE
    info: dict[str, Any] | None = None


SubmittedFile = UploadedFile | RemoteFile | PendingUpload


@dataclass(frozen=True)
class AnnouncedFile:
    """A file as it is submitted, before it is stored; ``deadline`` is that of its bytes."""

    file: StoredFile = field(repr=False)
    status: Status = Status.PROCESSING
    deadline: timedelta = BYTES_DEADLINE


@dataclass(frozen=True)
class SubmissionOptions:
    """Metadata of a submission that applies to all of its files."""

    site_id: SiteId | None = None
    notes: str | None = None
    info: dict[str, Any] | None = None
    allow_duplicate: bool = False


@dataclass(frozen=True)
class SubmitDocuments:
    """Make a job of files, URLs and announcements.

    A failure between rows and bytes leaves documents that the sweeper ends as never uploaded; a URL whose message is
    not sent because we stop in between is sent by the sweeper. What is an archive is no document from the start.
    """

    scope: AccessPolicy
    limit_files: LimitFiles
    jobs: Jobs
    files: Files
    fetch_queue: FetchQueue
    url_policy: UrlPolicy
    kind_of: FileKindDetector
    clock: Clock
    ids: Ids

    def __call__(
        self,
        principal: Principal,
        company_id: CompanyId,
        submitted: Sequence[SubmittedFile],
        options: SubmissionOptions,
    ) -> tuple[Job, tuple[Document, ...]]:
        """The new job and its documents, archives among them.

        Raises NotFound for the company, UnknownReference for the site, Invalid with a pointer to each bad URL. What is
        wrong with a URL's text is the request's fault; what fails later is that file's. Raises QuotaExceeded, and
        takes none, when the company may not hand in all of the files on this day.
        """
        company = self.scope(principal, company_id)
        self._check([file for file in submitted if isinstance(file, RemoteFile)])
        site_id = self.scope.site_of(company, options.site_id)
        self.limit_files.count(company, len(submitted))
        job = self._job(company, site_id, len(submitted), options)
        documents = tuple(self._document(principal, job, file, options) for file in submitted)
        self.jobs.add(job, documents)
        for document, file in zip(documents, submitted, strict=True):
            if isinstance(file, UploadedFile):
                self._store(document, file)
            elif isinstance(file, RemoteFile):
                self.fetch_queue.send(document_message(document.id), company_id=company.id)
        return job, documents

    def _check(self, remote_files: Sequence[RemoteFile]) -> None:
        faults = ((file, self.url_policy.fault(file.url)) for file in remote_files)
        problems = tuple(Problem(file.pointer, fault) for file, fault in faults if fault)
        if problems:
            raise Invalid("Some URLs are not allowed.", problems)

    def _job(self, company: Company, site_id: SiteId | None, expected: int, options: SubmissionOptions) -> Job:
        now = self.clock.now()
        return Job(
            id=JobId(self.ids.new()),
            company_id=company.id,
            site_id=site_id,
            expected=expected,
            info=options.info,
            created=now,
            updated=now,
            due_at=now + JOB_CHECK_DELAY,
        )

    def _document(
        self, principal: Principal, job: Job, submitted: SubmittedFile, options: SubmissionOptions
    ) -> Document:
        document_id = DocumentId(self.ids.new())
        identity = Identity(
            id=document_id, company_id=job.company_id, site_id=job.site_id, job_id=job.id, created=job.created
        )
        submission = Submission(
            email=principal.email,
            notes=options.notes,
            info=options.info if submitted.info is None else submitted.info,
            allow_duplicate=options.allow_duplicate,
        )
        announced = self._announced(submitted)
        attributes = announced.file.stored_at(incoming_key(job.company_id, document_id))
        due_at = job.created + announced.deadline
        return Document.submitted(identity, submission, attributes, due_at=due_at, status=announced.status)

    def _announced(self, piece: SubmittedFile) -> AnnouncedFile:
        """Describe a submitted file; without its bytes, ``is_archive`` is a guess from name and type."""
        if isinstance(piece, UploadedFile):
            kind = self.kind_of(piece.content)
            content_type = kind.value if kind else UNDECLARED_TYPE
            is_archive, size = kind is FileKind.ZIP, len(piece.content)
            return AnnouncedFile(
                StoredFile(file_name=piece.file_name, is_archive=is_archive, content_type=content_type, size=size)
            )
        if isinstance(piece, RemoteFile):
            name = name_in_url(piece.url)
            is_archive = _sounds_like_archive(name)
            return AnnouncedFile(StoredFile(file_name=name, is_archive=is_archive, source_url=piece.url))
        is_archive = _sounds_like_archive(piece.file_name, piece.content_type)
        file = StoredFile(file_name=piece.file_name, is_archive=is_archive, content_type=piece.content_type)
        return AnnouncedFile(file, Status.AWAITING_UPLOAD, FORM_LIFETIME + UPLOAD_GRACE)

    def _store(self, document: Document, submitted: UploadedFile) -> None:
        self.files.put(
            document.file.object_key or "",
            submitted.content,
            content_type=document.file.content_type or UNDECLARED_TYPE,
            metadata=object_metadata(document.identity, document.file.file_name),
        )


def _sounds_like_archive(file_name: str, content_type: str = UNDECLARED_TYPE) -> bool:
    return file_name.lower().endswith(".zip") or content_type in _ZIP_TYPES

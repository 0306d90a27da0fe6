"""Stores of jobs, documents with their versions, file hashes and extracted contents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job, JobEntry
from billhook.ports.lists import ListPage, PageRequest


class Jobs(Protocol):
    def add(self, job: Job, documents: Sequence[Document]) -> None:
        """Write the job's head, then its entries and the documents' heads in chunks of 25 documents."""

    def get(self, job_id: JobId) -> Job | None: ...
    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        """Return one entry per document, oldest first, the bills of one file in order; a consistent read."""

    def reserve_job_capacity(
        self, job_id: JobId, owner: DocumentId, requested: int, *, limit: int, minimum: int
    ) -> int:
        """Reserve up to ``requested`` documents of a job for ``owner``; return how many it has reserved.

        The reservations of all owners never exceed ``limit``. Nothing is reserved when fewer than ``minimum`` are left.
        A repeated call reserves only the difference to what the owner has.
        """

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        """Write an entry's outcome. Idempotent; an entry without outcome never replaces one with an outcome."""

    def close(self, job: Job, event: Event) -> None:
        """Write the closed head and its outbox row in one transaction if the job is PENDING. Raises StaleLease."""

    def postpone(self, job_id: JobId, due_at: datetime) -> None: ...
    def erase_info(self, job_id: JobId) -> None:
        """Remove what its sender wrote. Does nothing for a job that is absent."""

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Job]: ...


class Documents(Protocol):
    """Document heads, and one row per committed version: the head of that version without its digest.

    Lists hide deleted documents and archives; ``get`` does not.
    """

    def add(self, document: Document, events: Sequence[Event]) -> None:
        """Write a document created in a final state, and its outbox rows. Raises StaleLease when the id is taken."""

    def get(self, document_id: DocumentId) -> Document | None: ...
    def version(self, document_id: DocumentId, version: int) -> Document | None: ...
    def versions(self, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        """List the versions, newest first."""

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        """Lease an unfinished document: fence + 1, due_at = until.

        Raises StaleLease when it is final, absent or leased by another process.
        """

    def save(self, document: Document) -> None:
        """Write an unfinished document's head if the stored fence is equal. Raises StaleLease."""

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        """Write the final head, its version and its outbox rows in one transaction.

        Raises StaleLease unless the stored fence is equal and the stored version is the previous one.
        """

    def split(self, document: Document, further: Sequence[tuple[Document, Event]]) -> None:
        """Write the further bills of a leased document's file: each a final document with version, job entry and event.

        Bills that are stored already are not changed. Raises StaleLease unless the document's stored fence is equal.
        """

    def take_over(self, document: Document) -> Document:
        """Write a head that was read with this fence and version, with the next fence; any lease on it becomes stale.

        Raises StaleLease when fence or version has changed, or when the document is deleted.
        """

    def erase_versions(self, document: Document) -> None:
        """Remove the versions of a deleted document; ``document`` is the reduced head that stays."""

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """Set when the sweeper next visits an unfinished document, or a deleted one that is not yet erased."""

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        """Return the existing documents in the order of the ids, archives included."""

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Document]: ...
    def handed_in_before(self, company_id: CompanyId, time: datetime, *, limit: int) -> tuple[Document, ...]:
        """Return the documents created before ``time``, oldest first."""

    def page_of_site(self, site_id: SiteId, part: PageRequest) -> ListPage[Document]: ...


class Fingerprints(Protocol):
    """File hashes (SHA-256) of a company: the document that first had the bytes, and its waiting duplicates."""

    def claim(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> DocumentId:
        """Claim the hash if it is free and return the id of the document that has it."""

    def release(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> None:
        """Free the hash if this document has it."""

    def add_waiting(self, original: DocumentId, duplicate: DocumentId) -> None:
        """Store that ``duplicate`` waits for the result of ``original``. Idempotent."""

    def waiting(self, original: DocumentId) -> tuple[DocumentId, ...]: ...


class Contents(Protocol):
    """Extracted content and text of documents by version and attempt, as immutable gzip JSON objects."""

    def put(self, company_id: CompanyId, content: Content, text: DocumentText | None) -> None:
        """Store content and text under the content's id. An existing object is not changed."""

    def get(self, document: Document) -> Content | None:
        """Return the content of the version that this head (or version row) has."""

    def document_text(self, document: Document) -> DocumentText | None: ...
    def latest_uncommitted(self, document: Document) -> Content | None:
        """Return the content of the last attempt at the next version that was stored but not committed."""

    def erase(self, company_id: CompanyId, document_id: DocumentId | None = None) -> None:
        """Remove all stored objects of a document, or of all the company's documents, with their S3 versions."""

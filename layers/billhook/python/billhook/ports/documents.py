"""What bills become: jobs, documents, and what they say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billhook.domain.document import Content, Document
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job, JobEntry
from billhook.ports.lists import Listed, Slice


class Jobs(Protocol):
    def add(self, job: Job, documents: Sequence[Document]) -> None:
        """The job's head, then its entries and the documents' heads in chunks of 25 documents."""

    def get(self, job_id: JobId) -> Job | None: ...
    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        """One per document, oldest first, the bills of one file behind each other; read consistently."""

    def reserve_job_capacity(self, job_id: JobId, taker: DocumentId, wanted: int, *, limit: int, least: int) -> int:
        """How many places in the job ``taker`` has, up to ``wanted``; all takers together never have over ``limit``.

        It gets none when there are fewer than ``least`` for it. Asking again takes only what is wanted beyond that.
        """

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        """Write an entry's outcome. Idempotent; one without an outcome never takes the place of one that has one."""

    def close(self, job: Job, event: Event) -> None:
        """The closed head and its outbox row in one transaction, if still PENDING. Raises Lost otherwise."""

    def postpone(self, job_id: JobId, due_at: datetime) -> None: ...
    def page(self, company_id: CompanyId, part: Slice) -> Listed[Job]: ...


class Documents(Protocol):
    """Heads, and a row of each version that was committed: the head as it was then, without its digest.

    Lists hide what is deleted and what is an archive; ``get`` does not.
    """

    def add(self, document: Document, events: Sequence[Event]) -> None:
        """A document that is final from birth, with its outbox rows. Raises Lost when the id is taken."""

    def get(self, document_id: DocumentId) -> Document | None: ...
    def version(self, document_id: DocumentId, version: int) -> Document | None: ...
    def versions(self, document_id: DocumentId, part: Slice) -> Listed[Document]:
        """Newest first."""

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        """Take an unfinished document whose lease is free: fence + 1, attempts + 1, due_at = until.

        Raises Lost when it is final, absent or somebody else's until later.
        """

    def save(self, document: Document) -> None:
        """Write an unfinished document's head if its fence is still ours. Raises Lost."""

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        """The final head, its version and its outbox rows, all or nothing, if fence and version - 1 are still ours.

        Raises Lost.
        """

    def split(self, document: Document, others: Sequence[tuple[Document, Event]]) -> None:
        """The further bills of a held document's file, while its fence is ours: final documents, each with its version,
        its entry in the job and its event, all or nothing. Those that are there already stay. Raises Lost.
        """

    def seize(self, document: Document) -> Document:
        """Write a head that was read with this fence and version, with the next fence: whoever holds it loses it.

        Raises Lost when either has changed, or when it was deleted.
        """

    def forget(self, document: Document) -> None:
        """Remove the versions of a deleted document; ``document`` is what stays of its head."""

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        """Move the sweeper's next look at an unfinished document, or at a deleted one that is not removed yet."""

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        """Those that there are, in the order in which they are asked for; archives too."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Document]: ...
    def page_of_site(self, site_id: SiteId, part: Slice) -> Listed[Document]: ...


class Fingerprints(Protocol):
    """Which document of a company first had certain bytes."""

    def claim(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> DocumentId:
        """The first claimer's id: ours when we are the first (or were before)."""

    def release(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> None:
        """Give the bytes free again, if they were claimed by this document."""

    def wait(self, winner: DocumentId, loser: DocumentId) -> None:
        """Note that ``loser`` waits for what ``winner`` becomes. Idempotent."""

    def waiting(self, winner: DocumentId) -> tuple[DocumentId, ...]: ...


class Contents(Protocol):
    """What documents say, version by version and attempt by attempt, as gzip JSON beside the files."""

    def put(self, company_id: CompanyId, content: Content, reading: DocumentText | None) -> None:
        """Store it under its id; what is stored under an id never changes."""

    def get(self, document: Document) -> Content | None:
        """What a document says in the version that this head (or version) is."""

    def reading(self, document: Document) -> DocumentText | None: ...
    def left(self, document: Document) -> Content | None:
        """What an earlier holder read for the next version and did not live to commit; of several the last."""

    def erase(self, company_id: CompanyId, document_id: DocumentId | None = None) -> None:
        """Remove everything that was ever stored of a document, or of all, old versions of objects included."""

"""Fakes of the stores that bills pass through: jobs, documents, fingerprints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from billhook.domain.document import Document
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.job import Job, JobEntry, JobStatus, entry_of, in_order
from billhook.ports.lists import ListPage, PageRequest
from tests.documents import altered
from tests.fakes.memory import Memory, page_by_version, page_of


@dataclass
class FakeJobs:
    memory: Memory

    def add(self, job: Job, documents: Sequence[Document]) -> None:
        with self.memory.lock:
            self.memory.jobs.setdefault(job.id, job)
            entries = self.memory.entries.setdefault(job.id, {})
            for document in documents:
                entries.setdefault(document.id, entry_of(document))
                self.memory.documents.setdefault(document.id, document)

    def get(self, job_id: JobId) -> Job | None:
        return self.memory.jobs.get(job_id)

    def entries(self, job_id: JobId) -> tuple[JobEntry, ...]:
        return in_order(self.memory.entries.get(job_id, {}).values())

    def reserve_job_capacity(self, job_id: JobId, owner: DocumentId, wanted: int, *, limit: int, minimum: int) -> int:
        with self.memory.lock:
            takers = self.memory.places.setdefault(job_id, {})
            had = takers.get(owner, 0)
            more = min(wanted - had, limit - sum(takers.values()))
            if more <= 0 or had + more < minimum:
                return min(had, wanted)
            takers[owner] = had + more
            return had + more

    def settle(self, job_id: JobId, entry: JobEntry) -> None:
        with self.memory.lock:
            entries = self.memory.entries.setdefault(job_id, {})
            before = entries.get(entry.document_id)
            if entry.outcome or before is None or before.outcome is None:
                entries[entry.document_id] = entry

    def close(self, job: Job, event: Event) -> None:
        with self.memory.lock:
            before = self.memory.jobs.get(job.id)
            if before is None or before.status is not JobStatus.PENDING:
                raise StaleLease("The job is closed.")
            self.memory.jobs[job.id] = job
            self.memory.keep(event)

    def postpone(self, job_id: JobId, due_at: datetime) -> None:
        with self.memory.lock:
            job = self.memory.jobs.get(job_id)
            if job and job.status is JobStatus.PENDING:
                self.memory.jobs[job_id] = job.model_copy(update={"due_at": due_at})

    def erase_info(self, job_id: JobId) -> None:
        job = self.memory.jobs.get(job_id)
        if job:
            self.memory.jobs[job_id] = job.model_copy(update={"info": None})

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Job]:
        mine = [job for job in self.memory.jobs.values() if job.company_id == company_id]
        return page_of(f"jobs of {company_id}", mine, part)


@dataclass
class FakeDocuments:
    memory: Memory

    def add(self, document: Document, events: Sequence[Event]) -> None:
        with self.memory.lock:
            if document.id in self.memory.documents:
                raise StaleLease("The id is taken.")
            self._keep(document, events)

    def get(self, document_id: DocumentId) -> Document | None:
        return self.memory.documents.get(document_id)

    def version(self, document_id: DocumentId, version: int) -> Document | None:
        return self.memory.versions.get(document_id, {}).get(version)

    def versions(self, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        return page_by_version(f"versions of {document_id}", self.memory.versions.get(document_id, {}).values(), part)

    def claim(self, document_id: DocumentId, *, now: datetime, until: datetime) -> Document:
        with self.memory.lock:
            before = self._unfinished(document_id)
            if before.lease.claimed_until is not None and before.lease.claimed_until > now:
                raise StaleLease("Somebody else is at it.")
            self.memory.documents[document_id] = before.claimed(until)
            return self.memory.documents[document_id]

    def save(self, document: Document) -> None:
        with self.memory.lock:
            if self._unfinished(document.id).lease.fence != document.lease.fence:
                raise StaleLease("Somebody else is at it.")
            self.memory.documents[document.id] = document

    def commit(self, document: Document, events: Sequence[Event]) -> None:
        with self.memory.lock:
            before = self.memory.documents.get(document.id)
            if before is None or (before.lease.fence, before.version) != (document.lease.fence, document.version - 1):
                raise StaleLease("Somebody else was faster.")
            self._keep(document, events)

    def split(self, document: Document, others: Sequence[tuple[Document, Event]]) -> None:
        with self.memory.lock:
            if self._unfinished(document.id).lease.fence != document.lease.fence:
                raise StaleLease("Somebody else is at it.")
            for other, event in others:
                if other.id not in self.memory.documents:
                    self._keep(other, (event,))
                    if other.job_id:
                        self.memory.entries.setdefault(other.job_id, {})[other.id] = entry_of(other)

    def take_over(self, document: Document) -> Document:
        with self.memory.lock:
            before = self.memory.documents.get(document.id)
            as_read = (document.lease.fence, document.version)
            if before is None or before.deleted or (before.lease.fence, before.version) != as_read:
                raise StaleLease("Somebody else was faster.")
            self.memory.documents[document.id] = document.seized()
            return self.memory.documents[document.id]

    def erase_versions(self, document: Document) -> None:
        with self.memory.lock:
            before = self.memory.documents.get(document.id)
            if before is None or not before.deleted:
                raise StaleLease("It is not deleted.")
            self.memory.versions.pop(document.id, None)
            self.memory.waiting.pop(document.id, None)
            self.memory.documents[document.id] = document

    def postpone(self, document_id: DocumentId, due_at: datetime) -> None:
        with self.memory.lock:
            document = self.memory.documents.get(document_id)
            if document and (document.lease.due_at if document.deleted else not document.status.is_final):
                self.memory.documents[document_id] = altered(document, due_at=due_at)

    def get_many(self, document_ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        return tuple(
            self.memory.documents[document_id] for document_id in document_ids if document_id in self.memory.documents
        )

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Document]:
        every = self.memory.documents.values()
        mine = [
            item for item in every if item.company_id == company_id and not item.file.is_archive and not item.deleted
        ]
        return page_of(f"documents of {company_id}", mine, part)

    def handed_in_before(self, company_id: CompanyId, time: datetime, *, limit: int) -> tuple[Document, ...]:
        every = sorted(self.memory.documents.values(), key=lambda document: document.created)
        listed = (document for document in every if not document.file.is_archive and not document.deleted)
        return tuple(it for it in listed if it.company_id == company_id and it.created < time)[:limit]

    def page_of_site(self, site_id: SiteId, part: PageRequest) -> ListPage[Document]:
        every = self.memory.documents.values()
        mine = [item for item in every if item.site_id == site_id and not item.file.is_archive and not item.deleted]
        return page_of(f"documents of site {site_id}", mine, part)

    def _keep(self, document: Document, events: Sequence[Event]) -> None:
        self.memory.documents[document.id] = document
        bare = altered(document, digest=None)
        self.memory.versions.setdefault(document.id, {})[document.version] = bare
        for event in events:
            self.memory.keep(event)

    def _unfinished(self, document_id: DocumentId) -> Document:
        document = self.memory.documents.get(document_id)
        if document is None or document.status.is_final:
            raise StaleLease("It is final or not there.")
        return document


@dataclass
class FakeFingerprints:
    memory: Memory

    def claim(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> DocumentId:
        with self.memory.lock:
            return DocumentId(self.memory.fingerprints.setdefault((company_id, sha256), document_id))

    def release(self, company_id: CompanyId, sha256: str, document_id: DocumentId) -> None:
        with self.memory.lock:
            if self.memory.fingerprints.get((company_id, sha256)) == document_id:
                del self.memory.fingerprints[company_id, sha256]

    def add_waiting(self, original: DocumentId, duplicate: DocumentId) -> None:
        with self.memory.lock:
            self.memory.waiting.setdefault(original, set()).add(duplicate)

    def waiting(self, original: DocumentId) -> tuple[DocumentId, ...]:
        return tuple(DocumentId(duplicate) for duplicate in sorted(self.memory.waiting.get(original, ())))

"""Unpack an archive: each of its files becomes a document of the same job."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection, StaleLease, Unavailable
from billhook.domain.ids import DocumentId, derived
from billhook.domain.job import MAX_DOCUMENTS
from billhook.domain.stored_file import UNDECLARED_TYPE, StoredFile, incoming_key, object_metadata, safe_name
from billhook.domain.sweep_delays import BYTES_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs
from billhook.ports.files import Files
from billhook.ports.text_recognition import ArchiveEntry, Unpacker
from billhook.usecases.processing.steps.document_lease import DocumentLease
from billhook.usecases.processing.steps.finish_document import FinishDocument, ReserveJobCapacity
from billhook.usecases.processing.steps.load_file import LoadFile
from billhook.usecases.processing.steps.reject_document import RejectDocument


@dataclass(frozen=True)
class UnpackArchive:
    """Claim, load, unpack, submit, persist, release. Ids are derived, so a repeat creates no second documents.

    A faulty file is rejected as a document; a faulty archive becomes a rejected document.
    """

    lease: DocumentLease
    load_file: LoadFile
    unpacker: Unpacker
    reserve_job_capacity: ReserveJobCapacity
    jobs: Jobs
    documents: Documents
    files: Files
    finish_document: FinishDocument
    reject_document: RejectDocument
    clock: Clock

    def __call__(self, archive_id: DocumentId) -> None:
        archive = self.lease.claim(archive_id)
        if archive is None:
            return
        try:
            archive, content = self.load_file.load(archive)
            archive = self.lease.count_attempt(archive)
            with TemporaryDirectory() as folder:
                self._submit(archive, self.unpacker.unpack(content, Path(folder)))
            final = self.finish_document.finish(archive, archive.unpacked())
        except Exception as fault:  # noqa: BLE001 - a fault of Billhook must not count against the file
            self.lease.settle(archive, fault)
        else:
            self.lease.complete(final)

    def _submit(self, archive: Document, entries: Sequence[ArchiveEntry]) -> None:
        """Write the rows, then the bytes. A parser that finds no bytes waits while the archive is being unpacked."""
        job = self.jobs.get(archive.job_id) if archive.job_id else None
        if job is None:
            raise StaleLease("The job is gone.")
        capacity = self._reserve(archive, len(entries))
        documents = [self._document(archive, entry) for entry in entries]
        self.jobs.add(job, documents)
        for position, (document, entry) in enumerate(zip(documents, entries, strict=True)):
            fault = entry.fault or (_job_too_large() if position >= capacity else None)
            if fault or entry.path is None:
                self._reject(document, fault or _job_too_large())
            else:
                metadata = object_metadata(document.identity, document.file.file_name)
                key = document.file.object_key or ""
                self.files.upload(key, entry.path, content_type=UNDECLARED_TYPE, metadata=metadata)

    def _reserve(self, archive: Document, files: int) -> int:
        """How many files the job takes; the first takes the archive's capacity. Raises Rejection when no other fits."""
        reserved = self.reserve_job_capacity.reserve(archive, files - 1)
        if files > 1 and reserved < 1:
            raise _job_too_large()
        return 1 + reserved

    def _document(self, archive: Document, entry: ArchiveEntry) -> Document:
        document_id = DocumentId(derived("entry", archive.id, entry.number))
        now = self.clock.now()
        file = StoredFile(
            file_name=safe_name(entry.name),
            object_key=incoming_key(archive.company_id, document_id),
            content_type=UNDECLARED_TYPE,
            size=entry.path.stat().st_size if entry.path else None,
        )
        identity = archive.identity.unpacked(document_id, now)
        return Document.submitted(identity, archive.submission, file, due_at=now + BYTES_DEADLINE)

    def _reject(self, document: Document, fault: Rejection) -> None:
        claimed = self.lease.claim(document.id)
        if claimed:
            self.reject_document.reject(claimed, fault)
            return
        stored = self.documents.get(document.id)
        if stored is None or not stored.status.is_final:
            raise Unavailable("A file of the archive is claimed by another worker.")


def _job_too_large() -> Rejection:
    return Rejection(StatusReason.JOB_TOO_LARGE, f"A job holds at most {MAX_DOCUMENTS} documents.")

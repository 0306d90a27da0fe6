"""Unpack an archive: each file in it becomes a document of the same job, with an outcome of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.errors import Rejection, StaleLease, Unavailable
from billhook.domain.file_name import safe_name
from billhook.domain.ids import DocumentId, derived
from billhook.domain.job import MAX_DOCUMENTS
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs
from billhook.ports.files import Files
from billhook.ports.text_recognition import ArchiveEntry, Unpacker
from billhook.usecases.intake.submit_documents import BYTES_FOLLOW, UNDECLARED_TYPE, incoming_key, object_metadata
from billhook.usecases.processing.claim_document import ClaimDocument
from billhook.usecases.processing.finish_document import FinishDocument
from billhook.usecases.processing.load_file import LoadFile
from billhook.usecases.processing.reject_document import RejectDocument
from billhook.usecases.processing.reserve_job_capacity import ReserveJobCapacity


@dataclass(frozen=True)
class UnpackArchive:
    """The archive is over when all of its files are handed in. Ids are derived: unpacking again makes no twins.

    A bad file is rejected alone; an archive that is bad itself becomes a rejected document.
    """

    hold: ClaimDocument
    load_file: LoadFile
    unpacker: Unpacker
    reserve_job_capacity: ReserveJobCapacity
    jobs: Jobs
    documents: Documents
    files: Files
    finish: FinishDocument
    reject: RejectDocument
    clock: Clock
    lease: timedelta

    def __call__(self, archive_id: DocumentId) -> None:
        self.hold(archive_id, self._unpack)

    def _unpack(self, archive: Document) -> Document:
        archive, content = self.load_file(archive, None)
        with TemporaryDirectory() as folder:
            self._hand_in(archive, self.unpacker.unpack(content, Path(folder)))
        return self.finish(archive, status=Status.UNPACKED, is_archive=True)

    def _hand_in(self, archive: Document, entries: Sequence[ArchiveEntry]) -> None:
        """Rows, then bytes. Whoever looks at a row without bytes sees that its archive is still unpacked, and waits."""
        job = self.jobs.get(archive.job_id) if archive.job_id else None
        if job is None:
            raise StaleLease("The job is gone.")
        room = self._room(archive, len(entries))
        documents = [self._document(archive, entry) for entry in entries]
        self.jobs.add(job, documents)
        for place, (document, entry) in enumerate(zip(documents, entries, strict=True)):
            fault = entry.fault or (_full() if place >= room else None)
            if fault or entry.path is None:
                self._refuse(document, fault or _full())
            else:
                metadata = object_metadata(document)
                key = document.object_key or ""
                self.files.upload(key, entry.path, content_type=UNDECLARED_TYPE, metadata=metadata)

    def _room(self, archive: Document, files: int) -> int:
        """For how many files there is room: one has the archive's place. Raises Rejection when that is all there is."""
        places = self.reserve_job_capacity(archive, files - 1)
        if files > 1 and places < 1:
            raise _full()
        return 1 + places

    def _document(self, archive: Document, entry: ArchiveEntry) -> Document:
        document_id = DocumentId(derived("entry", archive.id, entry.number))
        now = self.clock.now()
        return Document(
            id=document_id,
            company_id=archive.company_id,
            site_id=archive.site_id,
            job_id=archive.job_id,
            file_name=safe_name(entry.name),
            email=archive.email,
            notes=archive.notes,
            info=archive.info,
            allow_duplicate=archive.allow_duplicate,
            archive_id=archive.id,
            created=now,
            updated=now,
            status=Status.PROCESSING,
            object_key=incoming_key(archive.company_id, document_id),
            content_type=UNDECLARED_TYPE,
            size=entry.path.stat().st_size if entry.path else None,
            due_at=now + BYTES_FOLLOW,
        )

    def _refuse(self, document: Document, fault: Rejection) -> None:
        now = self.clock.now()
        try:
            held = self.documents.claim(document.id, now=now, until=now + self.lease)
        except StaleLease:
            found = self.documents.get(document.id)
            if found and found.status.is_final:
                return
            raise Unavailable("Somebody is looking at a file of the archive.") from None
        self.reject(held, fault)


def _full() -> Rejection:
    return Rejection(StatusReason.JOB_TOO_LARGE, f"A job holds at most {MAX_DOCUMENTS} documents.")

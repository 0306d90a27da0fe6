"""Load the bytes of a document, as uploaded, with their hash and type; send an archive to the unpack queue."""

from dataclasses import dataclass, field
from hashlib import sha256

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection, Unavailable
from billhook.domain.job import entry_of
from billhook.domain.page_limits import PageLimits
from billhook.domain.stored_file import UNDECLARED_TYPE
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs
from billhook.ports.files import Files, StoredObject
from billhook.ports.queues import UnpackQueue
from billhook.ports.text_recognition import FileKind, FileKindDetector
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class LoadFile:
    """Called when the bytes should exist: their notification came, or their time is up."""

    files: Files
    documents: Documents
    kind_of: FileKindDetector
    limits: PageLimits = field(default_factory=PageLimits)

    def load(self, document: Document, object_version: str | None = None) -> tuple[Document, bytes]:
        """The document with the facts of its file, and the bytes.

        Raises Rejection (too_large, fetch_failed, never_uploaded), or Unavailable while its archive is being unpacked.
        """
        stored = self._stored(document, document.file.object_version or object_version)
        if stored.size > self.limits.file_bytes:
            raise Rejection(StatusReason.TOO_LARGE, f"The file is larger than {self.limits.file_bytes:,} bytes.")
        try:
            content = self.files.get(stored.key, stored.version)
        except FileNotFoundError:
            raise self._missing(document) from None
        kind = self.kind_of(content)
        file = document.file.loaded(
            object_version=stored.version,
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content_type=kind.value if kind else UNDECLARED_TYPE,
        )
        return document.loaded(file), content

    def _stored(self, document: Document, version: str | None) -> StoredObject:
        stored = self.files.head(document.file.object_key, version) if document.file.object_key else None
        if stored is None:
            raise self._missing(document)
        return stored

    def _missing(self, document: Document) -> Exception:
        """The reason for missing bytes; those of an archive's file arrive as long as it is being unpacked."""
        archive = self.documents.get(document.identity.archive_id) if document.identity.archive_id else None
        if archive and not archive.status.is_final:
            return Unavailable("The file's archive is still being unpacked.")
        if document.file.source_url:
            return Rejection(StatusReason.FETCH_FAILED, "The file could not be fetched from its URL.")
        return Rejection(StatusReason.NEVER_UPLOADED, "The file was announced but never arrived.")


@dataclass(frozen=True)
class ForwardArchive:
    """The sweeper sends a lost message again."""

    jobs: Jobs
    documents: Documents
    unpack_queue: UnpackQueue
    clock: Clock

    def is_archive(self, document: Document) -> bool:
        return document.file.content_type == FileKind.ZIP

    def forward(self, document: Document) -> None:
        """Release a claimed archive and have it unpacked. Raises Rejection for an archive in an archive; StaleLease."""
        if document.identity.archive_id:
            raise Rejection(StatusReason.UNSUPPORTED_TYPE, "An archive within an archive is not unpacked.")
        archive = document.as_archive()
        self.documents.save(archive.released(self.clock.now() + RECHECK_DELAY))
        if archive.job_id:
            self.jobs.settle(archive.job_id, entry_of(archive))
        self.unpack_queue.send(document_message(archive.id), company_id=archive.company_id)

"""Load the bytes of a document, those that were handed in and no later ones, and tell them by their hash."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from billhook.domain.document import Document, StatusReason
from billhook.domain.errors import Rejection, Unavailable
from billhook.domain.page_limits import PageLimits
from billhook.ports.documents import Documents
from billhook.ports.files import Files, StoredObject
from billhook.ports.text_recognition import FileKind
from billhook.usecases.intake.submit_documents import UNDECLARED_TYPE


@dataclass(frozen=True)
class LoadFile:
    """The document with what its bytes tell, and the bytes. Raises Rejection, also when there are none; Unavailable
    when they are still to come out of an archive.

    Whoever asks for a document's bytes knows that they should be there: its notification came, or its time is up.
    """

    files: Files
    documents: Documents
    kind_of: Callable[[bytes], FileKind | None]
    limits: PageLimits = field(default_factory=PageLimits)

    def __call__(self, document: Document, object_version: str | None) -> tuple[Document, bytes]:
        stored = self._stored(document, document.object_version or object_version)
        if stored.size > self.limits.file_bytes:
            raise Rejection(StatusReason.TOO_LARGE, f"The file is larger than {self.limits.file_bytes:,} bytes.")
        try:
            content = self.files.get(stored.key, stored.version)
        except FileNotFoundError:
            raise self._absent(document) from None
        kind = self.kind_of(content)
        facts = {
            "object_version": stored.version,
            "size": len(content),
            "sha256": sha256(content).hexdigest(),
            "content_type": kind.value if kind else UNDECLARED_TYPE,
        }
        return document.model_copy(update=facts), content

    def _stored(self, document: Document, version: str | None) -> StoredObject:
        stored = self.files.head(document.object_key, version) if document.object_key else None
        if stored is None:
            raise self._absent(document)
        return stored

    def _absent(self, document: Document) -> Exception:
        """Why there are no bytes; those of an archive's file come as long as it is being unpacked."""
        archive = self.documents.get(document.archive_id) if document.archive_id else None
        if archive and not archive.status.is_final:
            return Unavailable("The file's archive is still being unpacked.")
        if document.source_url:
            return Rejection(StatusReason.FETCH_FAILED, "The file could not be fetched from its URL.")
        return Rejection(StatusReason.NEVER_UPLOADED, "The file was announced but never arrived.")

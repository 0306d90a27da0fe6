"""Fetch a document's file from its URL and store it where files arrive; the rest goes as if it had been uploaded."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from billhook.domain.document import Document, StatusReason
from billhook.domain.errors import EgressRefused, Rejection, Retryable, StaleLease
from billhook.domain.file_name import safe_name
from billhook.domain.ids import DocumentId
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Fetcher, Files
from billhook.usecases.intake.submit_documents import BYTES_FOLLOW, UNDECLARED_TYPE, object_metadata
from billhook.usecases.processing.reject_document import RejectDocument

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=45)


@dataclass(frozen=True)
class FetchDocument:
    """URL to bytes. A server that fails is asked three times, about a minute apart; then the document is rejected."""

    documents: Documents
    files: Files
    fetcher: Fetcher
    reject: RejectDocument
    clock: Clock
    lease: timedelta

    def __call__(self, document_id: DocumentId) -> None:
        now = self.clock.now()
        try:
            document = self.documents.claim(document_id, now=now, until=now + self.lease)
            self._fetch(document)
        except StaleLease:
            return

    def _fetch(self, document: Document) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            try:
                name = self._download(document, path)
            except Retryable as fault:
                self._try_later(document, fault)
            except (EgressRefused, Rejection) as fault:
                self.reject(document, _rejection(fault))
            else:
                self._store(document, path, name)

    def _download(self, document: Document, path: Path) -> str | None:
        if document.attempts > MAX_ATTEMPTS or not document.source_url:
            raise Rejection(StatusReason.FETCH_FAILED, "Fetching the file was given up.")
        return self.fetcher.fetch(document.source_url, path)

    def _store(self, document: Document, path: Path, name: str | None) -> None:
        """Free before stored: the parser, which is told of the file at once, must not find it held by us."""
        facts = {
            "size": path.stat().st_size,
            "file_name": safe_name(name) if name else document.file_name,
            "content_type": document.content_type or UNDECLARED_TYPE,
        }
        stored = self._freed(document, BYTES_FOLLOW, attempts=0, **facts)
        self.files.upload(
            stored.object_key or "",
            path,
            content_type=stored.content_type or UNDECLARED_TYPE,
            metadata=object_metadata(stored),
        )

    def _try_later(self, document: Document, fault: Retryable) -> None:
        if document.attempts >= MAX_ATTEMPTS:
            self.reject(document, _rejection(fault))
        else:
            self._freed(document, RETRY_AFTER)

    def _freed(self, document: Document, wait: timedelta, **facts: object) -> Document:
        free = {"claimed_until": None, "due_at": self.clock.now() + wait, **facts}
        document = document.model_copy(update=free)
        self.documents.save(document)
        return document


def _rejection(fault: Exception) -> Rejection:
    return fault if isinstance(fault, Rejection) else Rejection(StatusReason.FETCH_FAILED, str(fault))

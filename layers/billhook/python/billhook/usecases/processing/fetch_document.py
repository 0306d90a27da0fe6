"""Fetch the file of a document from its URL and store it like an uploaded one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import EgressRefused, Rejection, Retryable, StaleLease, Unreachable
from billhook.domain.ids import DocumentId
from billhook.domain.stored_file import UNDECLARED_TYPE, object_metadata, safe_name
from billhook.domain.sweep_delays import BYTES_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Fetcher, Files
from billhook.ports.parameters import LeaseDuration
from billhook.ports.queues import FetchQueue
from billhook.usecases.processing.steps.document_lease import ScheduleRetry
from billhook.usecases.processing.steps.reject_document import RejectDocument
from billhook.wire.messages import document_message

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=45)
"""A server that answers with an error is asked again when the sweeper finds the document due."""

RECONNECT_AFTER = (timedelta(seconds=2), timedelta(seconds=5))
"""Waits before a server that cannot be reached is called again; with three connections of 3 s below 30 s in all."""


@dataclass(frozen=True)
class FetchDocument:
    """A failing server is asked three times, about a minute apart; then the document is rejected.

    One that cannot be reached is called three times within half a minute, and one that never responds once, so that a
    dead URL ends its job soon.
    A fault of Billhook counts as no attempt. The sweeper enters a document again that waits.
    """

    documents: Documents
    files: Files
    fetcher: Fetcher
    fetch_queue: FetchQueue
    reject_document: RejectDocument
    schedule_retry: ScheduleRetry
    clock: Clock
    lease: LeaseDuration

    def __call__(self, document_id: DocumentId) -> None:
        now = self.clock.now()
        with suppress(StaleLease):
            document = self.documents.claim(document_id, now=now, until=now + self.lease)
            try:
                self._fetch(document.attempted())
            except StaleLease:
                raise
            except Exception as fault:  # noqa: BLE001 - a fault of Billhook is no attempt
                self._put_back(document, fault)

    def _fetch(self, document: Document) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            try:
                name = self._download(document, path)
            except (EgressRefused, Rejection) as fault:
                self.reject_document.reject(document, _rejection(fault))
            except Retryable as fault:
                self._retry_later(document, fault)
            else:
                self._store(document, path, name)

    def _download(self, document: Document, path: Path) -> str | None:
        """Write the file to ``path``; the file name that the server gave, if any."""
        if document.lease.attempts > MAX_ATTEMPTS or not document.file.source_url:
            raise Rejection(StatusReason.FETCH_FAILED, "Fetching the file was given up.")
        return self.fetcher.fetch(document.file.source_url, path)

    def _store(self, document: Document, path: Path, name: str | None) -> None:
        """Release the document, then store its bytes: the notification of S3 lets the parser claim it at once."""
        fetched = document.fetched(
            file_name=safe_name(name) if name else document.file.file_name,
            content_type=document.file.content_type or UNDECLARED_TYPE,
            size=path.stat().st_size,
            due_at=self.clock.now() + BYTES_DEADLINE,
        )
        self.documents.save(fetched)
        self.files.upload(
            fetched.file.object_key or "",
            path,
            content_type=fetched.file.content_type or UNDECLARED_TYPE,
            metadata=object_metadata(fetched.identity, fetched.file.file_name),
        )

    def _retry_later(self, document: Document, fault: Retryable) -> None:
        if document.lease.attempts >= MAX_ATTEMPTS:
            self.reject_document.reject(document, _rejection(fault))
        else:
            self.documents.save(document.retried(self.clock.now() + RETRY_AFTER))
            if isinstance(fault, Unreachable):
                wait = RECONNECT_AFTER[document.lease.attempts - 1]
                self.fetch_queue.send(document_message(document.id), delay=wait, company_id=document.company_id)

    def _put_back(self, document: Document, fault: Exception) -> None:
        """Wait; the sweeper enters the document again."""
        try:
            self.schedule_retry.schedule(document, fault)
        except Rejection as given_up:
            self.reject_document.reject(document, given_up)


def _rejection(fault: Exception) -> Rejection:
    return fault if isinstance(fault, Rejection) else Rejection(StatusReason.FETCH_FAILED, str(fault))

"""Send an archive to the unpack queue."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection
from billhook.domain.job import entry_of
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs
from billhook.ports.queues import UnpackQueue
from billhook.ports.text_recognition import FileKind
from billhook.wire.messages import document_message


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

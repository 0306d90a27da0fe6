"""Hand what turned out to be an archive to those who unpack it."""

from dataclasses import dataclass

from billhook.domain.document import Document, Status
from billhook.domain.job import entry_of
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.documents import Jobs
from billhook.ports.queues import Queue
from billhook.usecases.processing.release_lease import ReleaseLease
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class ForwardArchive:
    """From here on it is no document. A message that is lost is sent again when it is due. Raises Lost."""

    jobs: Jobs
    release_lease: ReleaseLease
    unpack_queue: Queue

    def __call__(self, document: Document) -> None:
        archive = document.model_copy(update={"is_archive": True, "status": Status.PROCESSING})
        self.release_lease(archive, LOOK_AGAIN)
        if archive.job_id:
            self.jobs.settle(archive.job_id, entry_of(archive))
        self.unpack_queue.send(document_message(archive.id), company_id=archive.company_id)

"""Send the duplicates that wait for a document to the parse queue, now that it is final."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.ports.documents import Fingerprints
from billhook.ports.queues import ParseQueue
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class ReleaseDuplicates:
    """A rejected document loses the fingerprint of its bytes. A duplicate whose message is lost is due in a minute."""

    fingerprints: Fingerprints
    parse_queue: ParseQueue

    def release(self, final: Document) -> None:
        if final.status is Status.REJECTED and final.file.sha256:
            self.fingerprints.release(final.company_id, final.file.sha256, final.id)
        for duplicate_id in self.fingerprints.waiting(final.id):
            self.parse_queue.send(document_message(duplicate_id))

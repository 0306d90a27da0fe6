"""Hide a deleted document, take it from its worker, and have it erased."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.errors import StaleLease
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.queues import EraseQueue
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class HideDocument:
    """One write hides it; ``EraseDocument`` removes what belongs to it, at the latest when the sweeper asks for it."""

    documents: Documents
    erase_queue: EraseQueue
    clock: Clock

    def hide(self, document: Document) -> bool:
        """False when it was changed or deleted since it was read."""
        now = self.clock.now()
        try:
            self.documents.take_over(document.hidden(now=now, due_at=now + RECHECK_DELAY))
        except StaleLease:
            return False
        self.erase_queue.send(document_message(document.id))
        return True

"""Put an unfinished document back: nobody holds it, and it is looked at again after a while."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents


@dataclass(frozen=True)
class ReleaseLease:
    """Waiting is no failure: the attempt that the claim counted is taken back. Raises Lost."""

    documents: Documents
    clock: Clock

    def __call__(self, document: Document, wait: timedelta) -> None:
        free = {"claimed_until": None, "due_at": self.clock.now() + wait, "attempts": max(document.attempts - 1, 0)}
        self.documents.save(document.model_copy(update=free))

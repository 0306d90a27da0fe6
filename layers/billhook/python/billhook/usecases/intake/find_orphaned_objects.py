"""Scan the bucket, a page at a time, for objects without rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billhook import names
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Files
from billhook.ports.sweeper import ScanCursors
from billhook.usecases.intake.enqueue_arrival import EnqueueArrival
from billhook.wire.messages import FileArrived, arrival_at

PREFIXES = (names.INCOMING_PREFIX, names.DROP_PREFIX)
STEPS = 100
"""Files looked at in each prefix, each time: one request to S3 and one to the table, however full the bucket is."""

SETTLED_AFTER = timedelta(minutes=5)
"""What landed later than this is still on its way through the queue."""


@dataclass(frozen=True)
class FindOrphanedObjects:
    """Sends orphans to the parse queue, which recovers them. The scan starts again at the end of the bucket.

    A notification of S3 comes at least once; this is for the bucket that outlived its table, and for queues that were
    emptied by hand.
    """

    files: Files
    documents: Documents
    scan_cursors: ScanCursors
    enqueue_arrival: EnqueueArrival
    clock: Clock

    def __call__(self) -> int:
        """How many orphaned objects were found."""
        return sum(self._walk(prefix) for prefix in PREFIXES)

    def _walk(self, prefix: str) -> int:
        objects = self.files.list_keys(prefix, self.scan_cursors.get(prefix), STEPS)
        orphans = self._orphans(objects)
        for orphan in orphans:
            self.enqueue_arrival(orphan)
        self.scan_cursors.put(prefix, objects[-1][0] if len(objects) == STEPS else None)
        return len(orphans)

    def _orphans(self, objects: Sequence[tuple[str, datetime]]) -> list[FileArrived]:
        settled = self.clock.now() - SETTLED_AFTER
        found = (arrival_at(key) for key, written in objects if written < settled)
        arrivals = {arrival.document_id: arrival for arrival in found if arrival}
        known = {document.id for document in self.documents.get_many(list(arrivals))}
        return [arrival for document_id, arrival in arrivals.items() if document_id not in known]

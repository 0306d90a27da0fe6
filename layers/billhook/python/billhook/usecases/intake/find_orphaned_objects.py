"""Scan the bucket, a page at a time, for objects without rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from billhook import names
from billhook.domain.ids import DocumentId
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Files
from billhook.ports.queues import ParseQueue
from billhook.ports.sweeper import ScanCursors
from billhook.wire.messages import arrival_at, orphan_message

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
    parse_queue: ParseQueue
    clock: Clock

    def __call__(self) -> int:
        """How many orphaned objects were found."""
        return sum(self._walk(prefix) for prefix in PREFIXES)

    def _walk(self, prefix: str) -> int:
        objects = self.files.list_keys(prefix, self.scan_cursors.get(prefix), STEPS)
        orphans = self._orphans(objects)
        for document_id, key in orphans:
            self.parse_queue.send(orphan_message(document_id, key))
        self.scan_cursors.put(prefix, objects[-1][0] if len(objects) == STEPS else None)
        return len(orphans)

    def _orphans(self, objects: Sequence[tuple[str, datetime]]) -> list[tuple[DocumentId, str]]:
        settled = self.clock.now() - SETTLED_AFTER
        arrived = [arrival_at(key) for key, written in objects if written < settled]
        keys = {arrival.document_id: arrival.object_key or "" for arrival in arrived if arrival}
        known = {document.id for document in self.documents.get_many(list(keys))}
        return [(document_id, key) for document_id, key in keys.items() if document_id not in known]

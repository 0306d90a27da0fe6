"""The index of due items, and the cursors of periodic scans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from billhook.domain.company import Company
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.names import DUE_SHARDS

ALL_SHARDS = tuple(range(DUE_SHARDS))
"""Each item is in one shard, by its id. Sweepers of different shards run beside each other."""


class DueKind(StrEnum):
    """Kinds in the order in which they take turns."""

    EVENT = "event"
    DOCUMENT = "document"
    JOB = "job"
    DELIVERY = "delivery"
    RESEND = "resend"
    RECOVERY = "recovery"
    COMPANY = "company"


Due = Document | Job | Event | Delivery | Resend | Recovery | Company


@dataclass(frozen=True)
class DueItem:
    """An item that is due for the sweeper."""

    kind: DueKind
    id: str
    value: Due


class DueIndex(Protocol):
    def due_items(self, now: datetime, limit: int, shards: Sequence[int] = ALL_SHARDS) -> Iterator[DueItem]:
        """Return items of these shards that were due before ``now``, the kinds in turn, beginning with events.

        Items of a kind are oldest first within each shard.
        """


class ScanCursors(Protocol):
    """Positions of scans that continue from run to run, by name."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, position: str | None) -> None: ...

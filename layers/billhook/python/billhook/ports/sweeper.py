"""What the sweeper goes by."""

from collections.abc import Iterator
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


class DueKind(StrEnum):
    DOCUMENT = "document"
    JOB = "job"
    EVENT = "event"
    DELIVERY = "delivery"
    RESEND = "resend"
    RECOVERY = "recovery"
    COMPANY = "company"


@dataclass(frozen=True)
class Due:
    """Something that the sweeper should look at."""

    kind: DueKind
    id: str
    value: Document | Job | Event | Delivery | Resend | Recovery | Company


class DueIndex(Protocol):
    def due(self, now: datetime, limit: int) -> Iterator[Due]:
        """What was due before ``now``, oldest first within each shard."""


class ScanCursors(Protocol):
    """How far somebody came who walks on from time to time."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, place: str | None) -> None: ...

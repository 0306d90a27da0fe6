"""Implements ``ports.DueIndex`` on the table's ``due`` index."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice, zip_longest

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import Fields, Table
from billhook.domain.company import Company
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.names import DUE_INDEX, DUE_PK, DUE_SHARDS, DUE_SK
from billhook.ports.sweeper import DueItem, DueKind

_MODELS: dict[DueKind, type[Document | Job | Event | Delivery | Resend | Recovery | Company]] = {
    DueKind.DOCUMENT: Document,
    DueKind.JOB: Job,
    DueKind.EVENT: Event,
    DueKind.DELIVERY: Delivery,
    DueKind.RESEND: Resend,
    DueKind.RECOVERY: Recovery,
    DueKind.COMPANY: Company,
}


class DynamoDueIndex:
    """See ``ports.DueIndex``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def due_items(self, now: datetime, limit: int) -> Iterator[DueItem]:
        """See ``ports.DueIndex``. Shards are interleaved, so that a full one does not starve the others."""
        shards = [self._shard(number, now, limit) for number in range(DUE_SHARDS)]
        interleaved = chain.from_iterable(zip_longest(*shards))
        return islice((_due_item(item) for item in interleaved if item is not None), limit)

    def _shard(self, number: int, now: datetime, limit: int) -> list[Fields]:
        until = {DUE_SK: keys.stamp(now)}
        return self._table.query({DUE_PK: keys.due_shard(number)}, index=DUE_INDEX, before=until, limit=limit).items


def _due_item(fields: Fields) -> DueItem:
    kind = keys.due_kind(fields[DUE_SK])
    value = value_of(_MODELS[kind], fields)
    return DueItem(kind, value.id, value)

"""Implements ``ports.DueIndex`` on the table's ``due`` index."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain, islice, zip_longest

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.document_rows import document_of
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import Fields, Table
from billhook.domain.company import Company
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.names import DUE_INDEX, DUE_PK, DUE_SHARDS, DUE_SK
from billhook.ports.sweeper import Due, DueItem, DueKind

_VALUE_OF: dict[DueKind, Callable[[Fields], Due]] = {
    DueKind.DOCUMENT: document_of,
    DueKind.JOB: partial(value_of, Job),
    DueKind.EVENT: partial(value_of, Event),
    DueKind.DELIVERY: partial(value_of, Delivery),
    DueKind.RESEND: partial(value_of, Resend),
    DueKind.RECOVERY: partial(value_of, Recovery),
    DueKind.COMPANY: partial(value_of, Company),
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
    value = _VALUE_OF[kind](fields)
    return DueItem(kind, value.id, value)

"""Implements ``ports.DueIndex`` on the table's ``due`` index."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice, zip_longest

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.document_rows import document_of
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import Fields, Table
from billhook.domain.company import Company
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.names import DUE_INDEX, DUE_PK, DUE_SK
from billhook.ports.sweeper import ALL_SHARDS, Due, DueItem, DueKind

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

    def due_items(self, now: datetime, limit: int, shards: Sequence[int] = ALL_SHARDS) -> Iterator[DueItem]:
        """See ``ports.DueIndex``. Kinds and shards are interleaved, so that a full one does not starve the others."""
        by_kind = [_in_turn([self._shard(kind, number, now, limit) for number in shards]) for kind in DueKind]
        return islice(map(_due_item, _in_turn(by_kind)), limit)

    def _shard(self, kind: DueKind, number: int, now: datetime, limit: int) -> list[Fields]:
        shard, until = {DUE_PK: keys.due_shard(kind, number)}, {DUE_SK: keys.stamp(now)}
        return self._table.query(shard, index=DUE_INDEX, before=until, limit=limit).items


def _in_turn(queues: Iterable[Iterable[Fields]]) -> Iterator[Fields]:
    """The first of each, then the second of each, and so on."""
    return (item for turn in zip_longest(*queues) for item in turn if item is not None)


def _due_item(fields: Fields) -> DueItem:
    kind = keys.due_kind(fields[DUE_SK])
    value = _VALUE_OF[kind](fields)
    return DueItem(kind, value.id, value)

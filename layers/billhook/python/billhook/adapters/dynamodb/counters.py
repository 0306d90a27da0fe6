"""Implements ``ports.Counters`` on the table: one row per key and minute, which goes by itself."""

from datetime import datetime, timedelta

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Change, Table
from billhook.domain.errors import StaleLease
from billhook.domain.ids import KeyId
from billhook.names import TTL_ATTRIBUTE

_KEPT = timedelta(minutes=5)


class DynamoCounters:
    def __init__(self, table: Table) -> None:
        self._table = table

    def increment(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        ends = int((minute + _KEPT).timestamp())
        counting = Change(
            keys.request_counter(key_id, minute),
            f"SET #{TTL_ATTRIBUTE} = :ends ADD #made :one",
            when=f"{ABSENT} OR #made < :limit",
            values={"ends": ends, "one": 1, "limit": limit},
        )
        try:
            self._table.write(counting)
        except StaleLease:
            return False
        return True

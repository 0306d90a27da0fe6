"""Implements ``ports.Counters``: one row per API key and minute, which expires."""

from datetime import datetime, timedelta

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Change, Table
from billhook.domain.errors import StaleLease
from billhook.domain.ids import KeyId
from billhook.names import TTL_ATTRIBUTE

_RETENTION = timedelta(minutes=5)


class DynamoCounters:
    """See ``ports.Counters``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def increment(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        expires = int((minute + _RETENTION).timestamp())
        increment = Change(
            keys.request_counter(key_id, minute),
            f"SET #{TTL_ATTRIBUTE} = :expires ADD #made :one",
            when=f"{ABSENT} OR #made < :limit",
            values={"expires": expires, "one": 1, "limit": limit},
        )
        try:
            self._table.write(increment)
        except StaleLease:
            return False
        return True

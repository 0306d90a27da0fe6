"""Implements ``ports.IdempotencyRecords``: a conditional put of a record per Idempotency-Key."""

from contextlib import suppress
from datetime import UTC, datetime

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.keys import stamp
from billhook.adapters.dynamodb.table import ABSENT, Change, Fields, Put, Table
from billhook.domain.errors import Contended, StaleLease
from billhook.names import TTL_ATTRIBUTE
from billhook.ports.limits import StoredResponse

_TRIES = 3
"""A record that is released between write and read is written again."""

_IS_FREE = f"{ABSENT} OR #{TTL_ATTRIBUTE} <= :seconds OR (attribute_not_exists(#answer) AND #until <= :now)"
"""DynamoDB deletes expired rows up to two days late, so the expiry is part of the condition."""

_HOLDS_LOCK = "#run = :run AND attribute_not_exists(#answer)"

_LONG_AGO = stamp(datetime(1970, 1, 1, tzinfo=UTC))
"""A lock end in the past releases the record: the API's role may change rows but not delete them."""


class DynamoIdempotencyRecords:
    """See ``ports.IdempotencyRecords``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> StoredResponse | None:
        """See ``ports.IdempotencyRecords``. Raises Contended when concurrent requests use up the tries."""
        record: Fields = {
            **keys.idempotency_record(record_id),
            "run": run,
            "fingerprint": fingerprint,
            "until": stamp(until),
            TTL_ATTRIBUTE: int(expires.timestamp()),
        }
        lock = Put(record, when=_IS_FREE, values={"seconds": int(now.timestamp()), "now": stamp(now)})
        for _ in range(_TRIES):
            with suppress(StaleLease):
                self._table.write(lock)
                return None
            item = self._table.get(keys.idempotency_record(record_id))
            if item and item["run"] == run:
                return None  # the earlier write succeeded; its response was lost
            if item:
                return StoredResponse(item["fingerprint"], item.get("answer"))
        raise Contended("The record is locked and released concurrently.")

    def complete(self, record_id: str, *, run: str, response: str) -> None:
        values = {"run": run, "answer": response}
        self._table.write(
            Change(keys.idempotency_record(record_id), "SET #answer = :answer", when=_HOLDS_LOCK, values=values)
        )

    def release(self, record_id: str, *, run: str) -> None:
        with suppress(StaleLease):
            ended = {"run": run, "ended": _LONG_AGO}
            self._table.write(
                Change(keys.idempotency_record(record_id), "SET #until = :ended", when=_HOLDS_LOCK, values=ended)
            )

"""Implements ``ports.IdempotencyRecords`` on the table: whoever writes the record first carries the request out."""

from contextlib import suppress
from datetime import UTC, datetime

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.keys import stamp
from billhook.adapters.dynamodb.table import ABSENT, Change, Fields, Put, Table
from billhook.domain.errors import Contended, StaleLease
from billhook.names import TTL_ATTRIBUTE
from billhook.ports.limits import StoredResponse

_TRIES = 3
"""A record that is forgotten between our write and our read is written again."""

_OVER = f"{ABSENT} OR #{TTL_ATTRIBUTE} <= :seconds OR (attribute_not_exists(#answer) AND #until <= :now)"
"""The table deletes what has expired a day or two late, so its time is looked at here."""

_OURS = "#run = :run AND attribute_not_exists(#answer)"

_LONG_AGO = stamp(datetime(1970, 1, 1, tzinfo=UTC))
"""A run that is over makes way for the next; the row is changed and not deleted, which the API may not do."""


class DynamoIdempotencyRecords:
    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> StoredResponse | None:
        """See ``ports.IdempotencyRecords``. Raises Contended when others begin and forget it all the time."""
        record: Fields = {
            **keys.idempotency_record(record_id),
            "run": run,
            "fingerprint": fingerprint,
            "until": stamp(until),
            TTL_ATTRIBUTE: int(expires.timestamp()),
        }
        begun = Put(record, when=_OVER, values={"seconds": int(now.timestamp()), "now": stamp(now)})
        for _ in range(_TRIES):
            with suppress(StaleLease):
                self._table.write(begun)
                return None
            found = self._table.get(keys.idempotency_record(record_id))
            if found and found["run"] == run:
                return None  # the write before did arrive; only its answer was lost
            if found:
                return StoredResponse(found["fingerprint"], found.get("answer"))
        raise Contended("The record comes and goes.")

    def complete(self, record_id: str, *, run: str, response: str) -> None:
        values = {"run": run, "answer": response}
        self._table.write(
            Change(keys.idempotency_record(record_id), "SET #answer = :answer", when=_OURS, values=values)
        )

    def release(self, record_id: str, *, run: str) -> None:
        with suppress(StaleLease):
            ended = {"run": run, "ended": _LONG_AGO}
            self._table.write(
                Change(keys.idempotency_record(record_id), "SET #until = :ended", when=_OURS, values=ended)
            )

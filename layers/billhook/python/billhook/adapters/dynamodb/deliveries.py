"""Implements ``ports.Deliveries`` on the table: a head, and one row per attempt below it."""

from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import ABSENT, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.delivery import Attempt, Delivery, DeliveryStatus
from billhook.domain.errors import Lost
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.names import PK, SK
from billhook.ports import DueKind, Listed, Slice

_NEXT = "#status = :pending AND #attempts = :made"
_FREE = "(attribute_not_exists(#claimed_until) OR #claimed_until <= :now)"


class DynamoDeliveries:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, delivery: Delivery) -> bool:
        try:
            self._table.write(Put(rows.of_delivery(delivery), when=ABSENT))
        except Lost:
            return False
        return True

    def get(self, delivery_id: DeliveryId) -> Delivery | None:
        found = self._table.get(keys.delivery(delivery_id))
        return _delivery(found) if found else None

    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]:
        """Oldest first."""
        found = self._table.every({PK: keys.delivery(delivery_id)[PK]}, starts={SK: keys.ATTEMPT_PREFIX})
        return tuple(value_of(Attempt, item) for item in found)

    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        due = keys.due(DueKind.DELIVERY, delivery_id, until)
        lease = {"claimed_until": keys.stamp(until), "due_at": keys.stamp(until), **due}
        change = Change(
            keys.delivery(delivery_id),
            setting(lease),
            when=f"{PRESENT} AND {_NEXT} AND {_FREE}",
            values={**lease, "pending": DeliveryStatus.PENDING.value, "made": attempt - 1, "now": keys.stamp(now)},
        )
        return _delivery(self._table.write(change))

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        """See ``ports.Deliveries``. Without an attempt the head alone is written, if no attempt was made meanwhile."""
        row = rows.of_delivery(delivery)
        if attempt is None:
            same = {"made": delivery.attempts}
            self._table.write(Put(row, when=f"{PRESENT} AND #attempts = :made", values=same))
            return
        before = {"pending": DeliveryStatus.PENDING.value, "made": attempt.number - 1}
        head = Put(row, when=f"{PRESENT} AND {_NEXT}", values=before)
        self._table.write_all([Put(rows.of_attempt(delivery.id, attempt), when=ABSENT), head])

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        """See ``ports.Deliveries``. One that ended meanwhile stays as it is."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.DELIVERY, delivery_id, due_at)}
        change = Change(
            keys.delivery(delivery_id),
            setting(due),
            when=f"{PRESENT} AND #status = :pending",
            values={**due, "pending": DeliveryStatus.PENDING.value},
        )
        with suppress(Lost):
            self._table.write(change)

    def page(self, destination_id: DestinationId, part: Slice) -> Listed[Delivery]:
        return page_of(self._table, keys.deliveries_to(destination_id), part, _delivery)


def _delivery(fields: Fields) -> Delivery:
    return value_of(Delivery, fields)

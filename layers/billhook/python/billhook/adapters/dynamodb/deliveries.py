"""Implements ``ports.Deliveries``: a head row per delivery, and one row per attempt and resend request."""

from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import ABSENT, PRESENT, Change, Fields, Put, Table, Write, setting
from billhook.domain.delivery import LEEWAY, Attempt, Delivery, DeliveryStatus, Resend
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId, DestinationId
from billhook.names import DUE_PK, DUE_SK, PK, SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

_IS_NEXT_ATTEMPT = "#status = :pending AND #attempts = :made"
_IS_REQUESTED = f"{PRESENT} AND attribute_not_exists(#done)"
_IS_TIME = "(attribute_not_exists(#next_attempt_at) OR #next_attempt_at <= :soon)"
_NOT_LEASED = "(attribute_not_exists(#claimed_until) OR #claimed_until <= :now)"


class DynamoDeliveries:
    """See ``ports.Deliveries``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, delivery: Delivery) -> bool:
        try:
            self._table.write(Put(rows.of_delivery(delivery), when=ABSENT))
        except StaleLease:
            return False
        return True

    def get(self, delivery_id: DeliveryId) -> Delivery | None:
        item = self._table.get(keys.delivery(delivery_id))
        return _delivery(item) if item else None

    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]:
        """Return the attempts, oldest first."""
        items = self._table.every({PK: keys.delivery(delivery_id)[PK]}, starts={SK: keys.ATTEMPT_PREFIX})
        return tuple(sorted((value_of(Attempt, item) for item in items), key=lambda attempt: attempt.at))

    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        due = keys.due(DueKind.DELIVERY, delivery_id, until)
        lease = {"claimed_until": keys.stamp(until), "due_at": keys.stamp(until), **due}
        times = {"now": keys.stamp(now), "soon": keys.stamp(now + LEEWAY)}
        change = Change(
            keys.delivery(delivery_id),
            setting(lease),
            when=f"{PRESENT} AND {_IS_NEXT_ATTEMPT} AND {_NOT_LEASED} AND {_IS_TIME}",
            values={**lease, **times, "pending": DeliveryStatus.PENDING.value, "made": attempt - 1},
        )
        return _delivery(self._table.write(change))

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        """See ``ports.Deliveries``. Without an attempt only the head is written, if no attempt was recorded since."""
        row = rows.of_delivery(delivery)
        if attempt is None:
            expected = {"made": delivery.attempts, "delivered": DeliveryStatus.DELIVERED.value}
            when = f"{PRESENT} AND #attempts = :made AND #status <> :delivered"
            self._table.write(Put(row, when=when, values=expected))
            return
        expected = {"pending": DeliveryStatus.PENDING.value, "made": attempt.number - 1}
        head = Put(row, when=f"{PRESENT} AND {_IS_NEXT_ATTEMPT}", values=expected)
        self._table.write_all([Put(rows.of_attempt(delivery.id, attempt), when=ABSENT), head])

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        """See ``ports.Deliveries``. A delivery that is final by now is not changed."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.DELIVERY, delivery_id, due_at)}
        change = Change(
            keys.delivery(delivery_id),
            setting(due),
            when=f"{PRESENT} AND #status = :pending",
            values={**due, "pending": DeliveryStatus.PENDING.value},
        )
        with suppress(StaleLease):
            self._table.write(change)

    def add_resend(self, resend: Resend) -> None:
        self._table.write(Put(rows.of_resend(resend)))

    def claim_resend(self, delivery_id: DeliveryId, resend_id: str, *, now: datetime, until: datetime) -> Delivery:
        lease = {"claimed_until": keys.stamp(until), **_resend_due(resend_id, until)}
        when = f"{_IS_REQUESTED} AND {_NOT_LEASED}"
        values = {**lease, "now": keys.stamp(now)}
        self._table.write(Change(keys.resend(delivery_id, resend_id), setting(lease), when=when, values=values))
        delivery = self.get(delivery_id)
        if delivery is None:
            raise StaleLease("The delivery no longer exists.")
        return delivery

    def record_resend(self, delivery_id: DeliveryId, resend_id: str, attempt: Attempt | None, *, now: datetime) -> None:
        completion = f"SET #done = :now REMOVE #due_at, #{DUE_PK}, #{DUE_SK}"
        request = keys.resend(delivery_id, resend_id)
        writes: list[Write] = [Change(request, completion, when=_IS_REQUESTED, values={"now": keys.stamp(now)})]
        if attempt:
            writes.append(Put(rows.of_attempt(delivery_id, attempt, resend_id)))
        if attempt and attempt.succeeded:
            writes.append(_mark_delivered(delivery_id, attempt))
        self._table.write_all(writes)

    def postpone_resend(self, resend: Resend, due_at: datetime) -> None:
        due = _resend_due(resend.id, due_at)
        with suppress(StaleLease):
            change = Change(keys.resend(resend.delivery_id, resend.id), setting(due), when=_IS_REQUESTED, values=due)
            self._table.write(change)

    def page(self, destination_id: DestinationId, part: PageRequest) -> ListPage[Delivery]:
        return page_of(self._table, keys.deliveries_to(destination_id), part, _delivery)


def _resend_due(resend_id: str, due_at: datetime) -> Fields:
    return {"due_at": keys.stamp(due_at), **keys.due(DueKind.RESEND, resend_id, due_at)}


def _mark_delivered(delivery_id: DeliveryId, attempt: Attempt) -> Change:
    fields: Fields = {
        "status": DeliveryStatus.DELIVERED.value,
        "last_status_code": attempt.status_code,
        "updated": keys.stamp(attempt.at),
    }
    removed = f"#last_error, #next_attempt_at, #claimed_until, #due_at, #{DUE_PK}, #{DUE_SK}"
    return Change(keys.delivery(delivery_id), f"{setting(fields)} REMOVE {removed}", values=fields)


def _delivery(fields: Fields) -> Delivery:
    return value_of(Delivery, fields)

"""Implements ``ports.Outbox`` on the table. Rows are put by the transactions of jobs and documents."""

from contextlib import suppress
from datetime import datetime

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import PRESENT, Change, Fields, Table, setting
from billhook.domain.errors import Lost
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId
from billhook.names import DUE_PK, DUE_SK
from billhook.ports import DueKind, Listed, Slice


class DynamoOutbox:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None:
        found = self._table.get(keys.event(subject_id, version, kind.value))
        return _event(found) if found else None

    def published(self, event: Event, *, now: datetime) -> None:
        """See ``ports.Outbox``. The first time counts."""
        change = Change(
            keys.event(event.subject_id, event.version, event.type.value),
            f"SET #published = if_not_exists(#published, :now) REMOVE #due_at, #{DUE_PK}, #{DUE_SK}",
            values={"now": keys.stamp(now)},
        )
        with suppress(Lost):
            self._table.write(change)

    def postpone(self, event: Event, due_at: datetime) -> None:
        """See ``ports.Outbox``. One that was published meanwhile stays as it is."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.EVENT, event.id, due_at)}
        change = Change(
            keys.event(event.subject_id, event.version, event.type.value),
            setting(due),
            when=f"{PRESENT} AND attribute_not_exists(#published)",
            values=due,
        )
        with suppress(Lost):
            self._table.write(change)

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Event]:
        return page_of(self._table, keys.events_of(company_id), part, _event)


def _event(fields: Fields) -> Event:
    return value_of(Event, fields)

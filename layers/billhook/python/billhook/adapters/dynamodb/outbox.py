"""Implements ``ports.Outbox``. Its rows are written in the transactions of jobs, documents and destinations."""

from datetime import datetime

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import PRESENT, Change, Fields, Table, setting
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId
from billhook.names import DUE_PK, DUE_SK
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import DueKind

_DUE_ATTRIBUTES = f"#due_at, #{DUE_PK}, #{DUE_SK}"
_SET_ONCE = "#{0} = if_not_exists(#{0}, :now)"
_UNPLANNED = f"{PRESENT} AND attribute_not_exists(#planned)"


class DynamoOutbox:
    """See ``ports.Outbox``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None:
        item = self._table.get(keys.event(subject_id, version, kind.value))
        return _event(item) if item else None

    def mark_published(self, event: Event, *, now: datetime, due_at: datetime | None) -> None:
        """See ``ports.Outbox``. The first publish time is kept; an event that is planned by now is not due again."""
        key = keys.event(event.subject_id, event.version, event.type.value)
        mark, values = f"SET {_SET_ONCE.format('published')}", {"now": keys.stamp(now)}
        if due_at is None:
            self._change(Change(key, f"{mark} REMOVE {_DUE_ATTRIBUTES}", values=values))
            return
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.EVENT, event.id, due_at)}
        set_due = ", ".join(f"#{name} = :{name}" for name in due)
        if not self._change(Change(key, f"{mark}, {set_due}", when=_UNPLANNED, values=values | due)):
            self._change(Change(key, mark, values=values))

    def mark_planned(self, subject_id: str, version: int, kind: EventType, *, now: datetime) -> None:
        key = keys.event(subject_id, version, kind.value)
        mark = f"SET {_SET_ONCE.format('planned')}, {_SET_ONCE.format('published')} REMOVE {_DUE_ATTRIBUTES}"
        self._change(Change(key, mark, values={"now": keys.stamp(now)}))

    def postpone(self, event: Event, due_at: datetime) -> None:
        """See ``ports.Outbox``. An event that is planned by now is not changed."""
        due = {"due_at": keys.stamp(due_at), **keys.due(DueKind.EVENT, event.id, due_at)}
        key = keys.event(event.subject_id, event.version, event.type.value)
        self._change(Change(key, setting(due), when=_UNPLANNED, values=due))

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Event]:
        return page_of(self._table, keys.events_of(company_id), part, _event)

    def _change(self, change: Change) -> bool:
        """Write a change and return whether its condition held."""
        try:
            self._table.write(change)
        except StaleLease:
            return False
        return True


def _event(fields: Fields) -> Event:
    return value_of(Event, fields)

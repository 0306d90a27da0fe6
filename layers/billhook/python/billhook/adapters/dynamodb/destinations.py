"""Implements ``ports.Destinations`` on the table."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import LIVING, PRESENT, Change, Fields, Put, Table, setting
from billhook.domain.destination import Destination
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DestinationId
from billhook.ports.lists import ListPage, PageRequest


class DynamoDestinations:
    """See ``ports.Destinations``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, destination: Destination) -> None:
        self._table.add(rows.of_destination(destination))

    def get(self, destination_id: DestinationId) -> Destination | None:
        item = self._table.get(keys.destination(destination_id))
        return _destination(item) if item else None

    def save(self, destination: Destination) -> None:
        values = {} if destination.deleted else {"times": destination.times_disabled}
        when = PRESENT if destination.deleted else f"{LIVING} AND #times_disabled = :times"
        self._table.write(Put(rows.of_destination(destination), when=when, values=values))

    def disable(self, destination: Destination, event: Event) -> None:
        """See ``ports.Destinations``. Concurrent changes of other fields are kept."""
        fields = {
            "enabled": False,
            "disabled_reason": destination.disabled_reason,
            "times_disabled": destination.times_disabled,
            "updated": keys.stamp(destination.updated),
        }
        change = Change(
            keys.destination(destination.id),
            setting(fields),
            when=f"{LIVING} AND #enabled = :on AND #times_disabled = :before",
            values={**fields, "on": True, "before": destination.times_disabled - 1},
        )
        self._table.write_all([change, Put(rows.of_event(event))])

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Destination]:
        return page_of(self._table, keys.destinations_of(company_id), part, _destination)


def _destination(fields: Fields) -> Destination:
    return value_of(Destination, fields)

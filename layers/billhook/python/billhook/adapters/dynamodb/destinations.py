"""Implements ``ports.Destinations`` on the table."""

from collections.abc import Collection, Sequence

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import fields_of, value_of
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

    def save(self, after: Destination, *, before: Destination, unchanged: Sequence[str] = ()) -> None:
        old, new = fields_of(before), fields_of(after)
        changed = {"updated", *(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))}
        guarded = sorted({*changed, *unchanged, "times_disabled"} - {"updated"})
        conditions = (_equals(before, name, is_stored=name in old) for name in guarded)
        change = Change(
            keys.destination(after.id),
            _setting_or_removing(changed, new),
            when=" AND ".join((LIVING, *conditions)),
            values={
                **{name: new[name] for name in changed & new.keys()},
                **{f"was_{name}": old[name] for name in guarded if name in old},
            },
        )
        self._table.write(change)

    def hide(self, destination: Destination) -> None:
        self._table.write(Put(rows.of_destination(destination), when=PRESENT))

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


def _setting_or_removing(changed: Collection[str], new: Fields) -> str:
    """The update expression that makes the ``changed`` fields those of ``new``; absent ones are removed."""
    removed = sorted(name for name in changed if name not in new)
    removing = f" REMOVE {', '.join(f'#{name}' for name in removed)}" if removed else ""
    return setting(sorted(name for name in changed if name in new)) + removing


def _equals(before: Destination, name: str, *, is_stored: bool) -> str:
    """The condition that a field has the value of ``before``; a default may be absent from an earlier row."""
    if not is_stored:
        return f"attribute_not_exists(#{name})"
    field = Destination.model_fields[name]
    is_default = not field.is_required() and getattr(before, name) == field.get_default(call_default_factory=True)
    same = f"#{name} = :was_{name}"
    return f"(attribute_not_exists(#{name}) OR {same})" if is_default else same


def _destination(fields: Fields) -> Destination:
    return value_of(Destination, fields)

"""Implements ``ports.Drops`` on the table."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.lists import page_of
from billhook.adapters.dynamodb.table import PRESENT, Fields, Put, Table
from billhook.domain.drop import Drop
from billhook.domain.ids import CompanyId, DropId
from billhook.ports.lists import ListPage, PageRequest


class DynamoDrops:
    """See ``ports.Drops``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, drop: Drop) -> None:
        self._table.add(rows.of_drop(drop))

    def get(self, drop_id: DropId) -> Drop | None:
        item = self._table.get(keys.drop(drop_id))
        return _drop(item) if item else None

    def save(self, drop: Drop) -> None:
        """See ``ports.Drops``. A stored revocation is never removed."""
        when = PRESENT if drop.revoked else f"{PRESENT} AND attribute_not_exists(#revoked)"
        self._table.write(Put(rows.of_drop(drop), when=when))

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]:
        return page_of(self._table, keys.drops_of(company_id), part, _drop)


def _drop(fields: Fields) -> Drop:
    return value_of(Drop, fields)

"""Implements ``ports.CompanyRows``: walks the lists of a company and deletes the partition of each item."""

from collections.abc import Iterator

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import Table
from billhook.domain.ids import CompanyId, DestinationId
from billhook.names import LISTS_INDEX, LISTS_PK, PK


class DynamoCompanyRows:
    """See ``ports.CompanyRows``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def erase(self, company_id: CompanyId, limit: int) -> int:
        """See ``ports.CompanyRows``. An item that the lists still show, although it is gone, does not count."""
        count = 0
        for partition in self._partitions(company_id):
            count += bool(self._table.delete_all(self._table.every({PK: partition})))
            if count == limit:
                break
        return count

    def _partitions(self, company_id: CompanyId) -> Iterator[str]:
        """Deliveries come before their destination, by which they are found."""
        for list_of in (keys.destinations_of, keys.hidden_destinations_of):
            for destination in self._listed(list_of(company_id)):
                destination_id = DestinationId(destination.removeprefix(keys.DESTINATION_PREFIX))
                yield from self._listed(keys.deliveries_to(destination_id))
                yield destination
        for list_of in (keys.sites_of, keys.jobs_of, keys.drops_of, keys.events_of):
            yield from self._listed(list_of(company_id))
        yield keys.spending_of(company_id)

    def _listed(self, name: str) -> Iterator[str]:
        return (item[PK] for item in self._table.every({LISTS_PK: name}, index=LISTS_INDEX))

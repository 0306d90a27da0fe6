"""Implements ``ports.Recoveries``: a row per recovery in the destination's partition."""

from billhook.adapters.dynamodb import keys, rows
from billhook.adapters.dynamodb.items import value_of
from billhook.adapters.dynamodb.table import Put, Table
from billhook.domain.ids import DestinationId
from billhook.domain.recovery import Recovery


class DynamoRecoveries:
    """See ``ports.Recoveries``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, recovery: Recovery) -> None:
        self._table.add(rows.of_recovery(recovery))

    def get(self, destination_id: DestinationId, recovery_id: str) -> Recovery | None:
        item = self._table.get(keys.recovery(destination_id, recovery_id))
        return value_of(Recovery, item) if item else None

    def save(self, recovery: Recovery) -> None:
        before = {"before": recovery.revision - 1}
        self._table.write(Put(rows.of_recovery(recovery), when="#revision = :before", values=before))

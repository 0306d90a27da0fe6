"""Implements ``ports.Recoveries`` on the table, beside the destination's head."""

from billhook.adapters.dynamodb import rows
from billhook.adapters.dynamodb.table import Put, Table
from billhook.domain.recovery import Recovery


class DynamoRecoveries:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, recovery: Recovery) -> None:
        self._table.add(rows.of_recovery(recovery))

    def save(self, recovery: Recovery) -> None:
        before = {"before": recovery.revision - 1}
        self._table.write(Put(rows.of_recovery(recovery), when="#revision = :before", values=before))

"""Implements ``ports.ScanCursors`` on the table."""

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import Put, Table


class DynamoScanCursors:
    """See ``ports.ScanCursors``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, name: str) -> str | None:
        item = self._table.get(keys.scan_cursor(name)) or {}
        position: str | None = item.get("place")
        return position

    def put(self, name: str, position: str | None) -> None:
        self._table.write(Put({**keys.scan_cursor(name), **({"place": position} if position else {})}))

"""Implements ``ports.ScanCursors`` on the table."""

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import Put, Table


class DynamoScanCursors:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, name: str) -> str | None:
        found = self._table.get(keys.scan_cursor(name)) or {}
        place: str | None = found.get("place")
        return place

    def put(self, name: str, position: str | None) -> None:
        self._table.write(Put({**keys.scan_cursor(name), **({"place": position} if position else {})}))

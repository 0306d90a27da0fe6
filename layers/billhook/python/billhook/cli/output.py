"""Output of commands: results on stdout, everything else on stderr.

On a terminal results are tables; in a pipe one line per result with tab-separated columns; with ``--json`` one JSON
object per line, whole.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STYLES = {
    "PARSED": "green", "COMPLETED": "green", "DELIVERED": "green", "running": "green",
    "NEEDS_REVIEW": "yellow", "PENDING": "yellow", "PROCESSING": "yellow", "DUPLICATE": "cyan",
    "REJECTED": "red", "FAILED": "red", "EXHAUSTED": "red", "stopped": "red",
}  # fmt: skip
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Output:
    """Prints records as a table, lines or JSON."""

    as_json: bool = False

    def show(self, records: Iterable[Record], columns: Sequence[str]) -> None:
        """Print all records. Tables and lines show ``columns`` only; dotted names select nested values."""
        if self.as_json:
            for record in records:
                self.line(record)
        elif sys.stdout.isatty():
            _table(list(records), columns)
        else:
            for record in records:
                print("\t".join(text_of(record, column) for column in columns))

    def one(self, record: Record) -> None:
        """Print one complete record."""
        if self.as_json or not sys.stdout.isatty():
            self.line(record)
            return
        from rich.console import Console  # noqa: PLC0415

        Console().print_json(data=record)

    def line(self, record: Record) -> None:
        """Print one JSON object on one line, flushed."""
        print(json.dumps(record, ensure_ascii=False), flush=True)


def say(text: str) -> None:
    """Print progress, advice or a warning to stderr."""
    print(text, file=sys.stderr, flush=True)


def text_of(record: Record, column: str) -> str:
    """The text of a cell: ``a.b`` is ``record["a"]["b"]``; lists are joined, None and "" give a dash."""
    value: Any = record
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None or value == "" else " ".join(str(value).split())


def _table(records: Sequence[Record], columns: Sequence[str]) -> None:
    from rich import box  # noqa: PLC0415  a tenth of a second that --json and pipes do not pay
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column.split(".")[-1], overflow="fold")
    for record in records:
        cells = [text_of(record, column) for column in columns]
        table.add_row(*(Text(cell, style=STYLES.get(cell.partition(":")[0], "")) for cell in cells))
    Console().print(table)

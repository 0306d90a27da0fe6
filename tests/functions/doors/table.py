"""Rows of a comparison: a fact of a source, what the product did, and whether the two agree."""

import re
from dataclasses import dataclass, field
from typing import Any

_KINDS = (
    ("date", r"\d{4}-\d\d-\d\d"),
    ("date-time", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    ("uuid", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    ("money", r"-?\d{0,18}(?:\.\d{0,2})?"),
    ("email", r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    ("https URL", r"https://\S+"),
)
"""Formats of strings; the money of Nectar's document has at most 18 digits and 2 decimals."""


@dataclass(frozen=True)
class Row:
    """``here`` is what was observed; ``reason`` explains an accepted difference, or adds to an equal row."""

    kind: str
    name: str
    source: str
    here: str
    is_same: bool
    reason: str = ""


@dataclass
class Table:
    """The comparison with one source."""

    title: str
    rows: list[Row] = field(default_factory=list)

    def field(self, name: str, source: str, *observed: Any, reason: str = "") -> None:
        """A field with the ``observed`` values; each must be of the source's kind, with ``or null`` where it may be."""
        kinds = list(dict.fromkeys(kind_of(value, source) for value in observed))
        allowed = source.partition(";")[0].split(" or ")
        self._add("field", name, source, " or ".join(kinds), set(kinds) <= set(allowed), reason)

    def expect(self, kind: str, name: str, source: str, here: Any, *, reason: str = "") -> None:
        """A status, error or event that must be exactly what the source states."""
        self._add(kind, name, source, str(here), source == str(here), reason)

    def differs(self, kind: str, name: str, source: str, here: Any, *, reason: str) -> None:
        """An accepted difference; it must be one."""
        self._add(kind, name, source, str(here), source == str(here), reason)

    def _add(self, kind: str, name: str, source: str, here: str, is_same: bool, reason: str) -> None:
        self.rows.append(Row(kind, name, source, here, is_same, reason))


def kind_of(value: Any, source: str = "") -> str:
    """The kind of a JSON value, as specific as the source has it: a date is ``text`` where the source says text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, dict):
        return "object"
    allowed = source.partition(";")[0].split(" or ")
    if isinstance(value, list):
        items = " or ".join(kind.removeprefix("list of ") for kind in allowed)
        return f"list of {kind_of(value[0], items)}" if value else "empty list"
    if value in allowed:
        return str(value)
    return next((kind for kind, form in _KINDS if kind in allowed and re.fullmatch(form, value)), "text")


def page(tables: list[Table]) -> str:
    """The page ``docs/fidelity-of-doors.md``."""
    count = sum(len(table.rows) for table in tables)
    different = sum(not row.is_same for table in tables for row in table.rows)
    parts = [_HEAD.format(count=count, different=different)]
    for table in tables:
        parts.append(f"## {table.title}\n\n| | | source | here | |\n|---|---|---|---|---|\n")
        parts[-1] += "".join(_line(row) for row in table.rows)
    return "\n".join(parts)


def _line(row: Row) -> str:
    state = "same" if row.is_same else "differs"
    state += f": {row.reason}" if row.reason else ""
    cells = (row.kind, f"`{row.name}`", row.source, row.here, state)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


_HEAD = """# Fidelity of the doors

Every field, status, error and event that the documents of the three source APIs state, and what Billhook did when it
was called: {count} rows, {different} of which differs for the stated reason. The page is generated:
`tests/functions/test_fidelity_of_doors.py` calls the functions, compares, and fails when a row deviates or this page is
stale; with `BILLHOOK_WRITE_DOCS=1` it writes the page. What the sources leave open is on the pages of the doors:
[Nectar's](api.md), [Aurora's](aurora.md), [Invofox's](invofox.md). Nectar's document shows usage entries and line items
by a sample only, which has no types and does not say what may be null.
"""

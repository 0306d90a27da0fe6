"""Print a bill on a terminal: its values with page and printed text, its witnesses, then its checks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

FIRST = ("utilityName", "accountNumber", "invoiceId", "billDate", "dueDate", "chargesUnits", "totalCharges")
MONEY = (
    "previousCloseBalance", "afterPreviousTotalPayment", "afterPreviousCharges", "afterPreviousCredits",
    "currentOpenBalance", "currentCharges", "credits", "taxCharges", "interestCharges", "electricitySupplyCharges",
    "electricityDeliveryCharges", "electricityDemandCharges", "gasSupplyCharges", "gasDeliveryCharges",
)  # fmt: skip
Row = tuple[str, str, str]
"""Field, value, evidence."""


def print_bills(record: Mapping[str, Any]) -> None:
    """Print the bills of one file of ``billhook read``, or the reason why it has none."""
    console = Console()
    console.print(Text(str(record["file"]), style="bold"))
    if not record["documents"]:
        console.print(Text(f"  no bill: {record['reason']}\n", style="red"))
    for bill in record["documents"]:
        print_bill(bill, console)


def print_bill(bill: Mapping[str, Any], console: Console) -> None:
    """Print the values of a bill with their evidence, what its codes and e-invoices state, then its checks."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    table.add_column("field", style="dim", max_width=32, min_width=26, overflow="fold")
    table.add_column("value", overflow="fold")
    table.add_column("as printed", overflow="fold", style="dim")
    for row in rows_of(bill):
        table.add_row(*map(Text, row))
    console.print(table)
    for witness in bill.get("witnesses", ()):
        console.print(Text("  states  ", style="cyan") + Text(_statement(witness)))
    for check in bill["checks"]:
        mark, style = ("holds", "green") if check["holds"] else ("fails", "red")
        console.print(Text(f"  {mark}  ", style=style) + Text(f"{check['name']}: {check['detail']}"))
    console.print()


def _statement(witness: Mapping[str, Any]) -> str:
    """A code or e-invoice in one line: format, page, and the values that it states."""
    place = f" p{witness['page']}" if witness["page"] else ""
    values = ", ".join(f"{name} {value}" for name, value in witness["values"].items())
    return f"{witness['format']}{place}: {values}"


def rows_of(bill: Mapping[str, Any]) -> list[Row]:
    """Rows of all values, without balances of 0 that have no evidence."""
    evidence = bill["evidence"]
    plain = [_row(name, name, bill.get(name), evidence) for name in (*FIRST, *MONEY) if _is_shown(bill, name, evidence)]
    usage = [row for at, entry in enumerate(bill["usageData"]) for row in _usage(at, entry, evidence)]
    return plain + usage + list(_lines(bill["lineItems"], evidence))


def _is_shown(bill: Mapping[str, Any], name: str, evidence: Mapping[str, Any]) -> bool:
    return bool(bill.get(name)) and (bill[name] != "0.00" or name in evidence)


def _usage(at: int, usage: Mapping[str, Any], evidence: Mapping[str, Any]) -> Iterator[Row]:
    label = str(usage["datasourceType"]).lower()
    if usage["startDate"] or usage["endDate"]:
        period = f"{usage['startDate'] or '?'} to {usage['endDate'] or '?'}"
        yield _row(f"{label} period", f"usageData/{at}/startDate", period, evidence)
    if usage["usage"] is not None:
        estimated = " (estimated)" if usage["isEstimated"] else ""
        amount = f"{usage['usage']} {usage['usageUnits'] or ''}{estimated}"
        yield _row(f"{label} usage", f"usageData/{at}/usage", amount, evidence)
    for number, identifier in enumerate(usage["identifiers"]):
        pointer = f"usageData/{at}/identifiers/{number}/value"
        yield _row(f"{label} {identifier['type'].lower()}", pointer, identifier["value"], evidence)


def _lines(items: Sequence[Mapping[str, Any]], evidence: Mapping[str, Any]) -> Iterator[Row]:
    for at, item in enumerate(items):
        yield _row(item["description"] or "line item", f"lineItems/{at}/totalCharge", item["totalCharge"], evidence)


def _row(label: str, pointer: str, value: object, evidence: Mapping[str, Any]) -> Row:
    source = evidence.get(pointer)
    place = f"p{source['page']}" if source and source["page"] else "xml"
    printed = f"{place} {source['text']!r} {source['confidence']:.0%}" if source else ""
    return label, "-" if value is None else str(value), printed

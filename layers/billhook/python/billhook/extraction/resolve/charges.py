"""From proven rows to line items: what each charges for, how much of it, at which rate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from itertools import combinations

from billhook.domain.bill import ChargeSide, ChargeType, Commodity, LineItem
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import Price
from billhook.extraction.candidates.charge_rows import BALANCES, Row, rows_of
from billhook.extraction.candidates.memo import once
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.lines import Cell
from billhook.extraction.resolve.breakdowns import without_series, without_shares
from billhook.extraction.resolve.sum_tree import Sums
from billhook.extraction.text.normalize import folded
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.time_of_use import of_charge
from billhook.extraction.text.units import CONSUMED, unit_after

CENT = Decimal("0.01")
_PRECEDENCE = ("VAT", "TAX", "LEVY", "INTEREST", "CREDIT", "DEMAND", "FIXED", "FEE", "ADJUSTMENT", "CONSUMPTION")
_TIMED = (ChargeType.CONSUMPTION, ChargeType.DEMAND, ChargeType.ADJUSTMENT, ChargeType.OTHER)
MOST_LOOSE = 30
MOST_HEADS, MOST_SINGLES = 8, 5
"""How many totals and single levies may be tried together: each more makes a chance match likelier."""


@dataclass(frozen=True)
class Charges:
    """The line items with the rows that they stand in; ``proven`` when they add up to the bill's charges."""

    rows: list[Row]
    proven: bool


def charges(doc: AnnotatedDocument, targets: Sequence[Decimal]) -> Charges:
    """The rows that make up the first of ``targets`` that any sum proves; otherwise the likeliest rows."""
    priced = cache(partial(is_priced, doc))
    rows = without_shares(rows_of(doc))
    sums = Sums(rows, priced)
    for target in targets:
        for proven in (sums.leaves(target), _joined(doc, target, sums, rows)):
            charged = [row for row in proven if row.value]
            if len(charged) > 1:
                return Charges(charged, proven=True)
    likely = _likely(doc, without_series(rows, priced))
    for target in targets:
        if kept := _stretch(likely, target) or _but_few(likely, target):
            return Charges(kept, proven=True)
    return Charges(likely, proven=False)


def _stretch(rows: list[Row], target: Decimal) -> list[Row]:
    """The longest stretch of rows, one after the other wherever their amounts stand, that makes up ``target``."""
    begins: dict[Decimal, int] = {}
    best: list[Row] = []
    total = Decimal(0)
    for number, row in enumerate(rows):
        begins.setdefault(total, number)
        total += row.value
        first = begins.get(total - target)
        if first is not None and number + 1 - first > max(1, len(best)):
            best = rows[first : number + 1]
    return best


def _but_few(rows: list[Row], target: Decimal) -> list[Row]:
    """The rows without at most two that do not belong to them, if they make up ``target``: charges over many places."""
    surplus = sum((row.value for row in rows), Decimal(0)) - target
    for count in range(min(2, len(rows) - 2) + 1 if len(rows) <= MOST_LOOSE else 0):
        for left_out in combinations(rows, count):
            if sum((row.value for row in left_out), Decimal(0)) == surplus:
                return [row for row in rows if row not in left_out]
    return []


def _joined(doc: AnnotatedDocument, target: Decimal, sums: Sums, rows: list[Row]) -> list[Row]:
    """The fewest totals, with single taxes and fees beside them, that make up ``target`` together."""
    heads = [group for groups in sums.totals.values() for group in groups if not _mentions(group, BALANCES)]
    inner = {child for head in heads for child in head.children}
    heads = [head for head in heads if head not in inner][:MOST_HEADS]
    inner |= {row for head in heads for row in (head, *head.children)}
    singles = [row for row in rows if row not in inner and row.value and _is_levy(doc, row)][:MOST_SINGLES]
    parts = heads + singles
    for count in (2, 3, 4):
        for chosen in combinations(parts, count):
            if chosen[0] in heads and sum((row.value for row in chosen), Decimal(0)) == target and _apart(chosen):
                return [leaf for row in chosen for leaf in (row in heads and sums.leaves(row.value)) or [row]]
    return []


def _apart(chosen: tuple[Row, ...]) -> bool:
    """Whether no row is said twice: the same words with the same amount are one charge."""
    return len({(folded(row.text), row.value) for row in chosen}) == len(chosen)


def _is_levy(doc: AnnotatedDocument, row: Row) -> bool:
    names = doc.names(folded(row.text).split(), "charges")
    return not row.labels & BALANCES and any(name in ("VAT", "TAX", "FEE", "LEVY") for name in names)


def _mentions(group: Row, labels: frozenset[str]) -> bool:
    return any(row.labels & labels for row in (group, *group.children))


def _likely(doc: AnnotatedDocument, rows: list[Row]) -> list[Row]:
    """Rows that look like charges where no sum proves any: typed, no total, no balance, not said twice."""
    kept: list[Row] = []
    seen: set[tuple[str, Decimal]] = set()
    pages = {row.cell.page for row in rows if is_priced(doc, row)}
    for row in rows:
        parts = folded(row.text).split()
        skip = (
            row.labels & (BALANCES | {"net_charges", "current_charges"})
            or word_set("totals").intersection(parts)
            or row.children
        )
        key = (" ".join(parts), row.value)
        if skip or key in seen or not row.value or not doc.names(parts, "charges"):
            continue
        if pages and row.cell.page not in pages:
            continue
        seen.add(key)
        kept.append(row)
    return kept


def is_priced(doc: AnnotatedDocument, row: Row) -> bool:
    """Whether a row charges for a quantity of something metered, at a rate that gives its amount."""
    _, rate, unit = price_of(doc, row)
    return rate is not None and unit in CONSUMED


def line_item(doc: AnnotatedDocument, row: Row, commodity: Commodity | None) -> LineItem:
    """The row as the document shows it."""
    quantity, rate, unit = price_of(doc, row)
    description = described(doc, row)
    parts = folded(description).split()
    kind = charge_type(doc, parts, row.value)
    if unit in CONSUMED and rate is not None and kind in (ChargeType.ADJUSTMENT, ChargeType.OTHER):
        kind = ChargeType.CONSUMPTION
    side = _side(doc, parts)
    is_power = commodity is Commodity.ELECTRICITY
    return LineItem(
        description=description,
        total_charge=row.value,
        quantity=quantity.value if quantity else None,
        quantity_units=unit,
        rate=rate,
        charge_type=kind,
        electricity_charge_type=side if is_power else None,
        electricity_is_demand=(kind is ChargeType.DEMAND) if is_power else None,
        electricity_time_of_use=of_charge(parts) if is_power and kind in _TIMED else None,
        gas_charge_type=side if commodity is Commodity.GAS else None,
    )


def charge_type(doc: AnnotatedDocument, parts: list[str], value: Decimal) -> ChargeType:
    names = set(doc.names(parts, "charges"))
    if value < 0 and names & {"CREDIT", "ADJUSTMENT"}:
        return ChargeType.CREDIT
    for name in _PRECEDENCE:
        if name in names and not (name == "CREDIT" and value > 0):
            return _levied(parts) if name == "LEVY" else ChargeType.TAX if name == "VAT" else ChargeType(name)
    return ChargeType.CREDIT if value < 0 else ChargeType.OTHER


def _levied(parts: list[str]) -> ChargeType:
    """A fee of the town: a tax where it is so many per cent of the charges."""
    return ChargeType.TAX if any("%" in part for part in parts) else ChargeType.FEE


def _side(doc: AnnotatedDocument, parts: list[str]) -> ChargeSide:
    sides = doc.names(parts, "sides")
    return ChargeSide(sides[-1]) if sides else ChargeSide.OTHER


def described(doc: AnnotatedDocument, row: Row) -> str:
    """The words of the row; where it begins with a figure, the line above says what it is for."""
    text = row.text.strip(" :-*.")
    first = row.said[0]
    if first.text[:1].isdigit() and first.line.number:
        above = doc.layout.lines[first.line.number - 1]
        for cell in above.cells:
            if (
                cell.page == first.page
                and cell.under(first)
                and not any(number.is_money for number in doc.numbers(cell))
            ):
                return f"{cell.text.strip(' :')} {text}"
    return re.sub(r"\s+", " ", text)


@once
def price_of(doc: AnnotatedDocument, row: Row) -> Price:
    """Two numbers of the row whose product is its amount: how many, of what, and at which price."""
    own = _own(doc, row)
    numbers = [(number, cell) for cell in _cells_of(row) for number in doc.numbers(cell) if number is not own]
    alone = Price()
    for number, cell in numbers:
        if number.value <= 0 or number.minor or number.currency or cell.text[number.end :].lstrip().startswith("%"):
            continue
        unit = _unit_of(cell, number)
        for other, _ in numbers:
            certain = unit or other.minor or other.currency or number.value >= abs(other.value)
            rate = _rate(number.value, other, row.value) if other is not number and certain else None
            if rate is not None:
                return Price(number, rate, unit or _word_after(cell, number.end))
        if unit and alone.quantity is None and not number.is_money:
            alone = Price(number, None, unit)
    return alone


def _rate(quantity: Decimal, price: Number, amount: Decimal) -> Decimal | None:
    """``price`` in whole units of the currency, if ``quantity`` of it makes ``amount`` to the cent."""
    for divisor in (Decimal(100), Decimal(1)) if price.minor else (Decimal(1), Decimal(100)):
        if price.value and abs(abs(quantity * price.value / divisor) - abs(amount)) <= CENT:
            return price.value / divisor
    return None


def _unit_of(cell: Cell, number: Number) -> str | None:
    """The unit behind a number, in its own cell or alone in the next one."""
    unit = unit_after(cell.text, number.end)
    if unit is None and number.end == len(cell.text) and cell.position + 1 < len(cell.line.cells):
        unit = unit_after(cell.line.cells[cell.position + 1].text, 0)
    return unit.unit if unit else None


def _word_after(cell: Cell, end: int) -> str | None:
    match = re.match(r"\s?([^\W\d_]{3,8})\b", cell.text[end:])
    return match[1] if match else None


def _cells_of(row: Row) -> list[Cell]:
    """The cells of the row from its first word to its amount."""
    cells = row.cell.line.cells
    return cells[min(cell.position for cell in row.said) : row.cell.position + 1]


def _own(doc: AnnotatedDocument, row: Row) -> Number | None:
    return next((number for number in doc.numbers(row.cell) if number.start == row.start), None)

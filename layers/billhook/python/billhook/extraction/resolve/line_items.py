"""Charge rows that make up the bill, proven by sums where possible, and the line items that they become.

A line item is a charge with its type, service and period; taxes and credits are among the charges.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from billhook.domain.bill import BillingPeriod, ChargeType
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, ChargeRow, Period
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Line
from billhook.extraction.resolve.classification import Commodities
from billhook.extraction.resolve.resolution import Amount, Balances, Charges, ItemisedCharge, Service
from billhook.extraction.resolve.sum_tree import OWED, LeafSearch, SumTree, sum_tree, whole_run
from billhook.extraction.text.dates import nearest_day
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import CONSUMED

MOST_LOOSE = 30
"""Rows beyond this number are not searched for some that do not belong to them."""

MOST_LEFT_OUT = 2
MOST_HEADS, MOST_LEVIES = 8, 5
"""How many totals and single levies are combined: each more makes a chance match likelier."""

GROUP_SIZES = (2, 3, 4)
ALIGNED = 0.02
"""The distance of the right edges of two amounts of a column at most."""

LEVIES = frozenset({"VAT", "TAX", "FEE", "LEVY"})
BALANCES = OWED | {"nothing_money"}
"""Labels of balances, and of amounts that a label declares to be no part of the bill."""

NOT_CHARGED = BALANCES | {"net_charges", "current_charges"}
ZERO = Decimal(0)

Rows = tuple[ChargeRow, ...]


def resolve_charges(
    candidates: CandidateSet, balances: Balances, amounts: Mapping[str, Candidates[Decimal]]
) -> Charges:
    """The rows that make up the charges of the bill; if no sum proves any, the likeliest rows."""
    metered = {cell for row in candidates.meter_rows for cell in (row.previous.cell, row.current.cell, row.usage.cell)}

    def charged(rows: Rows) -> Rows:
        return _without(tuple(row for row in rows if row.cell not in metered), balances.adjustment)

    columns = [kept for column in candidates.charge_columns if (kept := charged(column))]
    return charges(charged(candidates.charge_rows), columns, _targets(balances, amounts))


def _without(rows: Rows, adjustment: Candidate[Decimal] | None) -> Rows:
    """The rows without a credit that is a part of the opening balance."""
    if adjustment is None or adjustment.value >= 0:
        return rows
    return tuple(row for row in rows if (row.cell, row.start) != (adjustment.cell, adjustment.start))


def _targets(balances: Balances, amounts: Mapping[str, Candidates[Decimal]]) -> list[Decimal]:
    """The amounts that the charges may add up to, likeliest first."""
    named = (*amounts["current_charges"][:3], *amounts["net_charges"][:2])
    total = [balances.total.value] if balances.total else []
    targets = [balances.gross, *total, *(amount.value for amount in named)]
    return list(dict.fromkeys(target for target in targets if target))


def charges(rows: Sequence[ChargeRow], columns: Sequence[Rows], targets: Sequence[Decimal]) -> Charges:
    """The rows that make up the first of ``targets`` that a sum proves; otherwise the likeliest rows."""
    tree = sum_tree(columns)
    search = LeafSearch(tree)
    for target in targets:
        for proven in (search.leaves(target), _joined(target, tree, search, rows), whole_run(tree, target)):
            charged = tuple(row for row in proven if row.value)
            if len(charged) > 1:
                return Charges(charged, is_proven=True, has_rival=not search.is_only(target, charged))
    likely = _likely(tree, [row for row in rows if row.is_priced or not row.is_in_series])
    for target in targets:
        if run := _longest_run(likely, target) or _all_but_few(likely, target):
            return Charges(run, is_proven=True)
    return Charges(likely, is_proven=False)


def _longest_run(rows: Rows, target: Decimal) -> Rows:
    """The longest run of consecutive rows, across columns, that adds up to ``target``."""
    begins: dict[Decimal, int] = {}
    best: Rows = ()
    total = ZERO
    for number, row in enumerate(rows):
        begins.setdefault(total, number)
        total += row.value
        first = begins.get(total - target)
        if first is not None and number + 1 - first > max(1, len(best)):
            best = rows[first : number + 1]
    return best


def _all_but_few(rows: Rows, target: Decimal) -> Rows:
    """The rows without at most two of them, if they add up to ``target``: charges spread over the page."""
    surplus = _total(rows) - target
    for count in range(min(MOST_LEFT_OUT, len(rows) - 2) + 1 if len(rows) <= MOST_LOOSE else 0):
        for left_out in combinations(rows, count):
            if _total(left_out) == surplus:
                return tuple(row for row in rows if row not in left_out)
    return ()


def _joined(target: Decimal, tree: SumTree, search: LeafSearch, rows: Iterable[ChargeRow]) -> Rows:
    """The leaves of the fewest totals, with single levies beside them, that add up to ``target``."""
    totals = [row for group in tree.totals.values() for row in group if not _mentions_balance(tree, row)]
    inner = {child for total in totals for child in tree.children_of(total)}
    heads = [row for row in totals if row not in inner][:MOST_HEADS]
    members = inner | {row for head in heads for row in (head, *tree.children_of(head))}
    levies = [row for row in rows if row not in members and row.value and _is_levy(row)][:MOST_LEVIES]
    for count in GROUP_SIZES:
        for group in combinations([*heads, *levies], count):
            if group[0] in heads and _total(group) == target and _are_distinct(group):
                return tuple(leaf for row in group for leaf in (row in heads and search.leaves(row.value)) or (row,))
    return ()


def _total(rows: Iterable[ChargeRow]) -> Decimal:
    return sum((row.value for row in rows), ZERO)


def _are_distinct(rows: Rows) -> bool:
    """Whether no row repeats another: the same words with the same amount are one charge."""
    return len({(normalized(row.text), row.value) for row in rows}) == len(rows)


def _is_levy(row: ChargeRow) -> bool:
    return not row.labels & BALANCES and not LEVIES.isdisjoint(row.charge_names)


def _mentions_balance(tree: SumTree, row: ChargeRow) -> bool:
    return any(member.labels & BALANCES for member in (row, *tree.children_of(row)))


def _likely(tree: SumTree, rows: Iterable[ChargeRow]) -> Rows:
    """Rows that name a charge, without totals, balances and repetitions; of pages with priced rows, if any has."""
    candidates = list(rows)
    pages = {row.cell.page for row in candidates if row.is_priced}
    likely: dict[tuple[str, Decimal], ChargeRow] = {}
    for row in candidates:
        if row.value and row.charge_names and not _is_total(tree, row) and (not pages or row.cell.page in pages):
            likely.setdefault((normalized(row.text), row.value), row)
    return tuple(_in_column_of_prices(list(likely.values())))


def _in_column_of_prices(rows: Rows | list[ChargeRow]) -> Iterator[ChargeRow]:
    """Of several amounts in a line, those that are a quantity at a rate, or below or above such amounts."""
    lines: dict[Line, list[ChargeRow]] = {}
    for row in rows:
        lines.setdefault(row.cell.line, []).append(row)
    priced = [row for row in rows if row.is_priced]
    for group in lines.values():
        chosen = [row for row in group if row.is_priced] or [row for row in group if _is_below_any(row, priced)]
        yield from chosen if len(group) > 1 and chosen else group


def _is_below_any(row: ChargeRow, others: Iterable[ChargeRow]) -> bool:
    near = (other for other in others if other.cell.page == row.cell.page)
    return any(abs(other.cell.x1 - row.cell.x1) < ALIGNED for other in near)


def _is_total(tree: SumTree, row: ChargeRow) -> bool:
    """Whether a row is a balance or a sum of others, by its labels, its words or its children."""
    is_named = row.labels & NOT_CHARGED or not word_set("totals").isdisjoint(normalized(row.text).split())
    return bool(is_named or tree.children_of(row))


PRECEDENCE = ("VAT", "TAX", "LEVY", "INTEREST", "CREDIT", "DEMAND", "FIXED", "FEE", "ADJUSTMENT", "CONSUMPTION")
"""The kinds of charge; the first that the description names is taken."""

TAXES, BEFORE_TAX = frozenset({"VAT", "TAX"}), "net_charges"
"""Charges "before tax" are no tax."""


def charge_type(row: ChargeRow) -> ChargeType:
    """The type that the description of ``row`` and the sign of its amount name."""
    names = row.described_names - TAXES if BEFORE_TAX in row.labels else row.described_names
    if row.value < 0 and names & {"CREDIT", "ADJUSTMENT"}:
        return ChargeType.CREDIT
    for name in PRECEDENCE:
        if name in names and not (name == "CREDIT" and row.value > 0):
            return _typed(name, row)
    return ChargeType.CREDIT if row.value < 0 else ChargeType.OTHER


def item_type(row: ChargeRow) -> ChargeType:
    """The type of ``row`` as a line item: a priced quantity without a specific type is consumption."""
    named = charge_type(row)
    is_open = named in (ChargeType.ADJUSTMENT, ChargeType.OTHER)
    is_priced = row.price.unit in CONSUMED and row.price.rate is not None
    return ChargeType.CONSUMPTION if is_open and is_priced else named


def _typed(name: str, row: ChargeRow) -> ChargeType:
    """The type of a kind of charge. A levy is a tax if it is a percentage of the charges, else a fee."""
    if name == "LEVY":
        return ChargeType.TAX if "%" in row.description else ChargeType.FEE
    return ChargeType.TAX if name == "VAT" else ChargeType(name)


SURE, LIKELY = 0.75, 0.4
"""Scores of a printed tax that is taken against the sum of the taxes, and without such a sum."""


@dataclass(frozen=True)
class _Itemised:
    """The taxes among the charges: their amounts, and whether all are value added taxes."""

    amounts: tuple[Decimal, ...]
    is_vat: bool

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)


def resolve_tax(
    candidates: CandidateSet, amounts: Mapping[str, Candidates[Decimal]], balances: Balances, charges: Charges
) -> Amount:
    """The tax: the sum of the itemised taxes of proven charges, else a printed column of taxes or a sure total."""
    itemised = _itemised(charges)
    printed = [tax for tax in amounts["tax_charges"] if not itemised.is_vat or tax.cell in candidates.vat_cells]
    agreeing = next((tax for tax in printed if itemised.amounts and tax.value == itemised.total), None)
    if itemised.amounts and charges.is_proven:
        return Amount(itemised.total, agreeing)
    chosen = agreeing or _beside_gross(candidates, balances) or _sure(printed)
    if chosen:
        return Amount(chosen.value, chosen)
    likely = next((tax for tax in printed[:1] if tax.score > LIKELY and not charges.is_proven), None)
    if likely and likely.value not in itemised.amounts:
        return Amount(likely.value, likely)
    return Amount(itemised.total, agreeing) if itemised.amounts else Amount()


def resolve_credits(items: Iterable[ItemisedCharge]) -> Decimal | None:
    """The sum of the credited items; ``None`` without any."""
    credited = [item.row.value for item in items if item.type is ChargeType.CREDIT]
    return sum(credited, ZERO) if credited else None


def resolve_net_charges(
    amounts: Mapping[str, Candidates[Decimal]], balances: Balances, tax: Amount, credited: Decimal | None
) -> Amount:
    """The charges of the bill without tax and without credits."""
    if balances.gross is None:
        return Amount()
    net = balances.gross - (tax.value or ZERO) - (credited or ZERO)
    named = (*amounts["current_charges"], *amounts["net_charges"])
    return Amount(net, next((amount for amount in named if amount.value == net), None))


def _itemised(charges: Charges) -> _Itemised:
    """The taxes among the charges, value added or other."""
    taxes = [row for row in charges.rows if charge_type(row) is ChargeType.TAX]
    is_vat = bool(taxes) and all("VAT" in row.described_names for row in taxes)
    return _Itemised(tuple(row.value for row in taxes), is_vat)


def _beside_gross(candidates: CandidateSet, balances: Balances) -> Candidate[Decimal] | None:
    """The tax in a line of net, tax and gross whose gross is what the bill charges."""
    if not balances.gross:
        return None
    return next((line.tax for line in candidates.taxed_amounts if line.gross == balances.gross), None)


def _sure(printed: list[Candidate[Decimal]]) -> Candidate[Decimal] | None:
    """The best printed total, if its label is sure."""
    return next((tax for tax in printed[:1] if tax.score > SURE), None)


PERIOD_DATES = 2
"""Two dates in a row are a period."""


def resolve_line_items(
    candidates: CandidateSet,
    charges: Charges,
    services: tuple[Service, ...],
    period: Candidate[Period] | None,
) -> tuple[ItemisedCharge, ...]:
    """One item per row of ``charges``."""
    commodities = Commodities(candidates)
    billed = frozenset(service.commodity for service in services) or frozenset({commodities.main})
    return tuple(
        ItemisedCharge(
            row,
            item_type(row),
            next(iter(billed)) if len(billed) == 1 else commodities.named_at(row.description_cells[0], billed),
            BillingPeriod.PREVIOUS if period and _is_before(row, period.value) else BillingPeriod.CURRENT,
        )
        for row in charges.rows
    )


def _is_before(row: ChargeRow, period: Period) -> bool:
    """Whether a charge is for a period of its own that ends before ``period``."""
    start = period[0]
    days = [nearest_day(printed, start) for printed in row.dates]
    return len(days) == PERIOD_DATES and all(day is not None and day < start for day in days)

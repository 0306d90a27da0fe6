"""From claims to a bill: the rules' findings meet, the set that fits together is taken, evidence is kept."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, ChargeSide, ChargeType, Commodity, Evidence, Extraction, LineItem
from billhook.extraction.balances import Balances, choose
from billhook.extraction.charges import Charges, charges, line_item
from billhook.extraction.checks import checks
from billhook.extraction.findings import Finding, together
from billhook.extraction.layout import Cell
from billhook.extraction.rules import codes, kind
from billhook.extraction.rules.calendar import Calendar, Period, calendar
from billhook.extraction.rules.issuer import issuer
from billhook.extraction.rules.money import labelled_amounts
from billhook.extraction.rules.usage import Commodities, demand, labelled_usage
from billhook.extraction.services import Service, reading_periods, services
from billhook.extraction.text import folded
from billhook.extraction.view import View

NO_WORDS = "no words could be read"
NOT_A_BILL = "nothing metered, no service period and no supply point: not a utility bill"
ZERO = Decimal(0)
MEASURED = frozenset({Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER, Commodity.DISTRICT})
USUAL_DAYS = ((30, 5), (61, 4), (91, 5), (182, 5), (365, 6))
"""Lengths of billing periods and how far they vary: one, two, three, six and twelve months."""


@dataclass
class _Draft:
    """A bill in the making: fields by name, and evidence by public pointer."""

    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def put(self, name: str, finding: Finding[Any] | None, confidence: float | None = None) -> None:
        """A printed value, with the place where it is printed."""
        if finding is not None:
            self.fields[name] = finding.value
            self.evidence[_pointer(name)] = finding.evidence(confidence)


def assemble(view: View) -> Extraction:
    """The bill that ``view`` shows, or the reason why it shows none."""
    if not view.layout.cells:
        return Extraction(reason=NO_WORDS)
    amounts = labelled_amounts(view)
    balances = choose(amounts)
    days = calendar(view)
    charged = charges(view, _targets(balances, amounts))
    points = codes.points(view)
    consumed = services(view, points, charged.rows)
    accounts = codes.labelled_codes(view, "account_number")
    if not _is_bill(view, balances, days, charged, consumed, points, accounts):
        return Extraction(reason=NOT_A_BILL)
    draft = _Draft()
    _put_codes(draft, view, accounts)
    period = _put_dates(draft, days, reading_periods(view, consumed, days.anchor))
    _put_money(draft, view, balances, amounts, charged)
    _put_items(draft, view, charged, consumed)
    _put_usage(draft, view, consumed, points, period)
    bill = Bill(pages=tuple(sorted({line.page for line in view.layout.lines})), evidence=draft.evidence, **draft.fields)
    return Extraction(bills=(bill.model_copy(update={"checks": checks(bill)}),))


def _targets(balances: Balances, amounts: dict[str, list[Finding[Decimal]]]) -> list[Decimal]:
    """What the line items may add up to, likeliest first."""
    named = [one.value for one in amounts["current_charges"][:3]] + [one.value for one in amounts["net_charges"][:2]]
    total = [balances.total.value] if balances.total else []
    wanted = [balances.gross, *total, *named]
    return list(dict.fromkeys(value for value in wanted if value))


def _is_bill(
    view: View,
    balances: Balances,
    days: Calendar,
    charged: Charges,
    consumed: list[Service],
    points: list[codes.Point],
    accounts: list[Finding[str]],
) -> bool:
    evidence = kind.Evidence(
        meter_rows=sum(len(service.rows) for service in consumed),
        named_usage=any(one.score > 0.6 for one in labelled_usage(view)),
        priced_usage=sum(1 for service in consumed if service.unit),
        points=len(points),
        has_period=bool(days.periods and days.periods[0].score > 0.5),
        has_account=bool(accounts),
        has_total=bool(balances.total and balances.total.score > 0.4),
    )
    return kind.weigh(view, evidence) >= kind.ENOUGH


def _put_codes(draft: _Draft, view: View, accounts: list[Finding[str]]) -> None:
    invoices = codes.labelled_codes(view, "invoice_id")
    draft.put("account_number", accounts[0] if accounts else None)
    strong = [one for one in invoices if one.score > 0.44 and not (accounts and one.value == accounts[0].value)]
    draft.put("invoice_id", strong[0] if strong else None)
    names = issuer(view)
    draft.put("utility_name", names[0] if names else None)
    if view.locale.currency:
        draft.fields["charges_units"] = view.locale.currency


def _put_dates(draft: _Draft, days: Calendar, read: list[Finding[Period]]) -> Finding[Period] | None:
    """Bill date, due date and period: the likeliest ones that stand in order."""
    bills, dues = days.named["bill_date"][:3], days.named["due_date"][:4]
    best, best_score = (None, None), 0.0
    for bill in (*bills, None):
        for due in (*dues, None):
            score = (bill.score if bill else 0.0) + (due.score if due else 0.0)
            if bill and due:
                term = due.value - bill.value
                in_order = timedelta(days=0) <= term <= timedelta(days=100)
                score += 0.3 if in_order and (bill.cell, bill.start) != (due.cell, due.start) else -0.7
            if score > best_score:
                best, best_score = (bill, due), score
    draft.put("bill_date", best[0])
    draft.put("due_date", best[1])
    anchor = best[0].value if best[0] else None
    return _period(together([*days.periods, *read]), anchor)


def _period(periods: list[Finding[Period]], bill_date: date | None) -> Finding[Period] | None:
    def fitness(one: Finding[Period]) -> float:
        score = one.score
        if bill_date:
            late = (bill_date - one.value[1]).days
            score -= 0.35 if not -20 <= late <= 75 else 0.0
        days = (one.value[1] - one.value[0]).days
        score += 0.05 if any(abs(days - usual) <= slack for usual, slack in USUAL_DAYS) else -0.1
        return score

    return max(periods, key=fitness, default=None)


def _put_money(
    draft: _Draft, view: View, balances: Balances, amounts: dict[str, list[Finding[Decimal]]], charged: Charges
) -> None:
    draft.put("total_charges", balances.total)
    draft.put("previous_close_balance", balances.previous)
    draft.put("after_previous_total_payment", balances.payment)
    draft.put("after_previous_charges", balances.adjustment)
    if balances.open is not None:
        draft.fields["current_open_balance"] = balances.open
        if not balances.opening_inferred:
            draft.put("current_open_balance", balances.printed_open)
    tax = _tax(view, amounts, charged)
    if tax is not None:
        value, finding = tax
        draft.fields["tax_charges"] = value
        if finding is not None:
            draft.put("tax_charges", finding)
    if balances.gross is not None:
        net = balances.gross - (tax[0] if tax else ZERO)
        draft.fields["current_charges"] = net
        printed = [one for name in ("current_charges", "net_charges") for one in amounts[name] if one.value == net]
        if printed:
            draft.put("current_charges", printed[0])


def _tax(
    view: View, amounts: dict[str, list[Finding[Decimal]]], charged: Charges
) -> tuple[Decimal, Finding[Decimal] | None] | None:
    """The tax of the bill: a printed total of it, else the sum of the line items that are taxes."""
    taxed, is_added = _taxed(view, charged)
    summed = sum(taxed, ZERO)
    printed = [one for one in amounts["tax_charges"] if not is_added or "VAT" in view.names_in(_said(one), "charges")]
    agreeing = [one for one in printed if taxed and one.value == summed]
    if agreeing:
        return summed, agreeing[0]
    strong = [one for one in printed if one.score > 0.75]
    if strong and (not charged.proven or not taxed or abs(strong[0].value) > abs(summed)):
        return strong[0].value, strong[0]
    if taxed and charged.proven:
        return summed, None
    return (printed[0].value, printed[0]) if printed and printed[0].score > 0.4 and not charged.proven else None


def _said(finding: Finding[Decimal]) -> Cell:
    """The cell with the words for an amount: its own, or the one that begins its line."""
    return finding.cell if len(finding.cell.words) > 2 else finding.cell.line.cells[max(0, finding.cell.position - 1)]


def _taxed(view: View, charged: Charges) -> tuple[list[Decimal], bool]:
    """The amounts of the value added taxes among the line items (True); where there are none, of all taxes."""
    named = [(row.value, view.names(folded(row.text).split(), "charges")) for row in charged.rows]
    taxes = [(value, names) for value, names in named if not (value < 0 and "CREDIT" in names)]
    added = [value for value, names in taxes if "VAT" in names]
    return (added, True) if added else ([value for value, names in taxes if "TAX" in names], False)


def _put_items(draft: _Draft, view: View, charged: Charges, consumed: list[Service]) -> None:
    commodities = Commodities(view)
    among = frozenset(service.commodity for service in consumed) or frozenset({commodities.main})
    items: list[LineItem] = []
    for number, row in enumerate(charged.rows):
        service = next(iter(among)) if len(among) == 1 else commodities.at(row.cell.line, among)
        items.append(line_item(view, row, service))
        confidence = 0.95 if charged.proven else 0.6
        draft.evidence[f"lineItems/{number}/totalCharge"] = Finding(row.value, confidence, row.cell, row.start, row.end).evidence()
    draft.fields["line_items"] = tuple(items)
    for side, name in ((ChargeSide.SUPPLY, "supply"), (ChargeSide.DELIVERY, "delivery")):
        for kind_of, prefix in (("electricity_charge_type", "electricity"), ("gas_charge_type", "gas")):
            own = [item.total_charge or ZERO for item in items if getattr(item, kind_of) is side and item.charge_type is not ChargeType.TAX]
            if own and charged.proven:
                draft.fields[f"{prefix}_{name}_charges"] = sum(own, ZERO)
    demanded = [item.total_charge or ZERO for item in items if item.electricity_is_demand]
    if demanded and charged.proven:
        draft.fields["electricity_demand_charges"] = sum(demanded, ZERO)
    late = [item.total_charge or ZERO for item in items if item.charge_type is ChargeType.INTEREST]
    if late or draft.fields.get("after_previous_charges") is not None:
        draft.fields["interest_charges"] = sum(late, ZERO) or draft.fields["after_previous_charges"]


def _put_usage(
    draft: _Draft, view: View, consumed: list[Service], points: list[codes.Point], period: Finding[Period] | None
) -> None:
    draft.fields["usage_data"] = ()
    entries = []
    demanded = demand(view)
    tariffs = [None]
    for number, service in enumerate(consumed or _unmeasured(view, period)):
        own = _points_of(service, consumed, points)
        entry = service.entry(own, period.value if period else None, draft.fields.get("utility_name"), view.locale.country)
        if service.commodity is Commodity.ELECTRICITY and demanded:
            entry = entry.model_copy(update={"billed_demand": demanded[0].value})
        if service.unit is None and not service.proof:
            entry = entry.model_copy(update={"usage": None})
        entries.append(entry)
        for name, finding in service.proof.items():
            draft.evidence[f"usageData/{number}/{name}"] = finding.evidence()
        if period is not None:
            draft.evidence[f"usageData/{number}/startDate"] = period.evidence()
            draft.evidence[f"usageData/{number}/endDate"] = period.evidence()
        for place, point in enumerate(own):
            draft.evidence[f"usageData/{number}/identifiers/{place}/value"] = point.finding.evidence()
    del tariffs
    draft.fields["usage_data"] = tuple(entries)


def _unmeasured(view: View, period: Finding[Period] | None) -> list[Service]:
    """The period and the service are worth a usage entry even where no quantity is printed."""
    votes = Commodities(view).votes
    spoken = [one for one, count in votes.items() if one in MEASURED and count >= 0.3 * max(votes.values())]
    return [Service(one, ZERO, None) for one in spoken or [Commodity.MISC]] if period else []


def _points_of(service: Service, consumed: list[Service], points: list[codes.Point]) -> list[codes.Point]:
    """The meters and supply points of a service: all of them for the only one, its own where there are several."""
    if len(consumed) <= 1:
        return points
    index = consumed.index(service)
    starts = [min((row.line.number for row in one.rows), default=0) for one in consumed]
    meters = {one.meter for one in consumed}
    own = []
    for point in points:
        if point.type == "METER":
            if point.finding.value == service.meter or (point.finding.value not in meters and index == 0):
                own.append(point)
        elif index == min(range(len(starts)), key=lambda at: abs(starts[at] - point.finding.cell.line.number)):
            own.append(point)
    return own


def _pointer(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)

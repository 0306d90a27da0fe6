"""Held-out parts: meters and charges."""

from decimal import Decimal

from tests.bills.customs import DAYS
from tests.bills.facts import Item, Meter, Service
from tests.bills.paper import Paper


def _unit(paper: Paper, unit: str | None) -> str:
    return DAYS[paper.facts.country.language] if unit == "days" else unit or ""


def _count(paper: Paper, item: Item) -> str:
    return f"{paper.style.number(item.quantity or Decimal(0))} {_unit(paper, item.unit)}"


def _opening(paper: Paper, service: Service) -> None:
    """One line with the service, its supply point and its tariff."""
    point = f"{service.point[0]} {service.point[1]}".replace("_", " ") if service.point else ""
    tariff = f"{paper.words('tariff')} {service.tariff}" if service.tariff else ""
    texts = [paper.words(service.commodity) if len(paper.facts.services) > 1 else "", point, tariff]
    paper.cells([(paper.at(0.34 * n), text) for n, text in enumerate(texts)], 8.5, bold=True)


def _mark(paper: Paper, meter: Meter) -> str:
    return f" ({paper.words('estimated' if meter.is_estimated else 'actual')})"


def meters_turned(paper: Paper) -> None:
    """Meters side by side: one row per property."""
    paper.shown |= {"meters", "usage"}
    paper.room(110)
    paper.line(paper.words("meter_title"), 10.5, bold=True)
    for service in paper.facts.services:
        _opening(paper, service)
        places = [-paper.at(0.5 + 0.25 * n) for n in range(len(service.meters))]
        rows: list[tuple[str, list[str]]] = [(paper.words("meter"), [meter.number for meter in service.meters])]
        if all(meter.current is not None for meter in service.meters):
            for key, of in (("current_reading", "current"), ("previous_reading", "previous")):
                stands = [paper.style.number(getattr(meter, of)) for meter in service.meters]
                rows.append((paper.words(key), stands))
        if any(meter.factor != 1 for meter in service.meters):
            rows.append((paper.words("multiplier"), [paper.style.number(meter.factor) for meter in service.meters]))
        used = [f"{paper.style.number(meter.used)} {service.unit}" for meter in service.meters]
        for label, values in [*rows, (paper.words("usage"), used)]:
            paper.cells([(paper.left, label), *zip(places, values, strict=True)])
    paper.gap()


def meters_in_a_line(paper: Paper) -> None:
    """The whole calculation of a meter in one line of text."""
    paper.shown |= {"meters", "usage", "period"}
    for service in paper.facts.services:
        paper.room(60)
        _opening(paper, service)
        for meter in service.meters:
            number = paper.style.number
            text = f"{paper.words('meter')} {meter.number}"
            if meter.current is not None and meter.previous is not None:
                text += f"   {paper.words('current_reading')} {number(meter.current)}{_mark(paper, meter)}"
                text += f"   {paper.words('previous_reading')} {number(meter.previous)}"
            if meter.factor != 1:
                text += f"   {paper.words('multiplier')} {number(meter.factor)}"
            paper.line(text, 8)
            paper.line(f"{paper.words('usage')}: {number(meter.used)} {service.unit}", bold=True)
    paper.gap()


def meters_grid(paper: Paper) -> None:
    """A table that starts with the newer reading; a cell holds a reading with its date and kind."""
    paper.shown |= {"meters", "usage", "period"}
    for service in paper.facts.services:
        paper.room(70)
        _opening(paper, service)
        heads = ["meter", "current_reading", "previous_reading", "multiplier", "usage"]
        places = [paper.at(0), -paper.at(0.44), -paper.at(0.69), -paper.at(0.83), -paper.at(1)]
        paper.cells([(x, paper.words(key)) for x, key in zip(places, heads, strict=True)], 7)
        for meter in service.meters:
            row = [
                meter.number,
                "",
                "",
                paper.style.number(meter.factor),
                f"{paper.style.number(meter.used)} {service.unit}",
            ]
            if meter.current is not None and meter.previous is not None:
                row[1] = f"{paper.style.date(service.end)}  {paper.style.number(meter.current)}"
                row[2] = f"{paper.style.date(service.start)}  {paper.style.number(meter.previous)}"
            paper.cells(list(zip(places, row, strict=True)), 7.5)
    paper.gap()


def meters_boxed(paper: Paper) -> None:
    """Four boxes in a row, the label above the value in each."""
    paper.shown |= {"meters", "usage"}
    for service in paper.facts.services:
        paper.room(70)
        _opening(paper, service)
        for meter in service.meters:
            pairs = [(paper.words("meter"), meter.number)]
            if meter.current is not None and meter.previous is not None:
                pairs += [(paper.words("previous_reading"), paper.style.number(meter.previous))]
                pairs += [(paper.words("current_reading"), paper.style.number(meter.current))]
            if meter.factor != 1:
                pairs += [(paper.words("multiplier"), paper.style.number(meter.factor))]
            pairs += [(paper.words("usage"), f"{paper.style.number(meter.used)} {service.unit}")]
            places = [paper.at(n / len(pairs)) for n in range(len(pairs))]
            paper.cells([(x, pair[0]) for x, pair in zip(places, pairs, strict=True)], 7)
            paper.cells([(x, pair[1]) for x, pair in zip(places, pairs, strict=True)], 9)
    paper.gap()


def charges_quantity_first(paper: Paper) -> None:
    """Quantity, description, price, amount."""
    paper.room(80)
    places = (-paper.at(0.16), paper.at(0.2), -paper.at(0.8), -paper.at(1))
    heads = [paper.words(key) for key in ("quantity", "description", "rate", "amount")]
    paper.line(paper.words("charges_title"), 10.5, bold=True)
    paper.cells(list(zip(places, heads, strict=True)), 7.5)
    for service in paper.facts.services:
        _section(paper, service)
        for item in service.items:
            row = ["", paper.describe(item), "", paper.charge(item)]
            if item.quantity is not None and item.rate is not None:
                row[0], row[2] = _count(paper, item), paper.style.rate(item.rate, _unit(paper, item.unit))
            paper.cells(list(zip(places, row, strict=True)), 8.5)
    _ending(paper, 1.0)


def charges_grouped(paper: Paper) -> None:
    """Services with a sum each; the calculation in brackets after the name."""
    paper.room(80)
    for service in paper.facts.services:
        paper.line(paper.words(service.commodity), 9.5, bold=True)
        for item in service.items:
            text = paper.describe(item)
            if item.quantity is not None and item.rate is not None:
                text += f" ({_count(paper, item)} × {paper.style.rate(item.rate, _unit(paper, item.unit))})"
            paper.cells([(paper.at(0.02), text), (-paper.at(0.82), paper.charge(item))])
        if len(paper.facts.services) > 1:
            label = f"{paper.words('net')} {paper.words(service.commodity)}"
            paper.cells([(paper.left, label), (-paper.at(1), paper.style.amount(service.net, in_table=True))])
    _ending(paper, 1.0)


def charges_with_days(paper: Paper) -> None:
    """Every charge with its period."""
    paper.room(80)
    paper.shown.add("period")
    paper.line(paper.words("charges_title"), 10.5, bold=True)
    for service in paper.facts.services:
        _section(paper, service)
        span = f"{paper.style.date(service.start)} - {paper.style.date(service.end)}"
        for item in service.items:
            row = [(paper.left, paper.describe(item)), (paper.at(0.34), span), (-paper.at(1), paper.charge(item))]
            if item.quantity is not None and item.rate is not None:
                row += [(-paper.at(0.76), _count(paper, item)), (-paper.at(0.88), paper.style.number(item.rate))]
            paper.cells(row, 7.5)
    _ending(paper, 1.0)


def charges_plain(paper: Paper) -> None:
    """Description and amount far apart, small; the currency only in the heading."""
    paper.room(80)
    heading = f"{paper.words('amount')} {paper.facts.country.currency}"
    paper.cells([(paper.left, paper.words("description")), (-paper.at(0.55), heading)], 8, bold=True)
    for service in paper.facts.services:
        _section(paper, service)
        for item in service.items:
            paper.cells([(paper.left, paper.describe(item)), (-paper.at(0.55), paper.charge(item))], 8.5)
    _ending(paper, 0.55)


def _section(paper: Paper, service: Service) -> None:
    if len(paper.facts.services) > 1:
        paper.line(paper.words(service.commodity), 9, bold=True)


def _ending(paper: Paper, edge: float) -> None:
    """Net sum, taxes with their base, gross sum."""
    taxes = [tax for service in paper.facts.services for tax in service.taxes]
    paper.room(20 + paper.lead * (len(taxes) + 2))
    paper.sheet.rule(paper.at(edge) - 90, paper.y - paper.size, paper.at(edge), paper.y - paper.size)
    if taxes:
        if paper.random.number(0, 2):
            paper.cells([(paper.left, paper.words("net")), (-paper.at(edge), paper.value("net"))])
        paper.shown.add("taxes")
    for tax in taxes:
        paper.cells([(paper.left, paper.describe(tax)), (-paper.at(edge), paper.charge(tax))])
    row = [(paper.left, paper.words("current_charges")), (-paper.at(edge), paper.value("current_charges"))]
    paper.cells(row, bold=True)
    paper.gap()


METERS = (meters_turned, meters_in_a_line, meters_grid, meters_boxed)
CHARGES = (charges_quantity_first, charges_grouped, charges_with_days, charges_plain)

"""Open parts: meters and charges."""

from decimal import Decimal

from tests.bills.customs import DAYS
from tests.bills.facts import Item, Meter, Service
from tests.bills.paper import Cells, Paper


def _unit(paper: Paper, unit: str) -> str:
    return DAYS[paper.facts.country.language] if unit == "days" else unit


def _quantity(paper: Paper, item: Item) -> str:
    return f"{paper.style.number(item.quantity or Decimal(0))} {_unit(paper, item.unit or '')}"


def priced_in(paper: Paper, item: Item) -> tuple[str, str]:
    """Quantity and price as printed; two empty texts for a lump."""
    if item.quantity is None or item.rate is None:
        return "", ""
    return _quantity(paper, item), paper.style.rate(item.rate, _unit(paper, item.unit or ""))


def headed(paper: Paper, service: Service) -> None:
    """Print the service and its supply point, where a bill has several services or the point is known."""
    if len(paper.facts.services) > 1:
        paper.line(paper.words(service.commodity), 10.5, bold=True)
    if service.point:
        kind = service.point[0]
        paper.line(f"{kind.replace('_', ' ').capitalize() if '_' in kind else kind}: {service.point[1]}")
    if service.tariff:
        paper.line(f"{paper.words('tariff')}: {service.tariff}", 8)


def meters_table(paper: Paper) -> None:
    """One row per meter under headings."""
    paper.shown |= {"meters", "usage", "period"}
    paper.line(paper.words("meter_title"), 11, bold=True)
    for service in paper.facts.services:
        headed(paper, service)
        paper.room(60)
        has_factor = any(meter.factor != 1 for meter in service.meters)
        heads = [paper.words(key) for key in ("meter", "from", "to", "previous_reading", "current_reading")]
        heads += [paper.words("multiplier")] if has_factor else []
        heads += [f"{paper.words('usage')} ({service.unit})" if paper.random.number(0, 1) else paper.words("usage")]
        named = service.unit in heads[-1]
        places = [paper.at(0), paper.at(0.2), paper.at(0.33)]
        places += [-paper.at(0.48 + 0.52 * (n + 1) / (len(heads) - 3)) for n in range(len(heads) - 3)]
        paper.cells(list(zip(places, heads, strict=True)), 7)
        for meter in service.meters:
            row = [meter.number, paper.style.date(service.start), paper.style.date(service.end)]
            row += [_reading(paper, meter.previous), _reading(paper, meter.current)]
            row += [paper.style.number(meter.factor)] if has_factor else []
            row += [paper.style.number(meter.used) + ("" if named else f" {service.unit}")]
            paper.cells(list(zip(places, row, strict=True)), 8)
    paper.gap()


def _reading(paper: Paper, value: Decimal | None) -> str:
    return "" if value is None else paper.style.number(value)


def meters_list(paper: Paper) -> None:
    """Label and value on one line each, for every meter."""
    paper.shown |= {"meters", "usage"}
    for service in paper.facts.services:
        headed(paper, service)
        for meter in service.meters:
            paper.room(90)
            for label, value in _rows_of(paper, service, meter):
                paper.cells([(paper.left, label), (-paper.at(0.6), value)])
            paper.gap(0.4)
    paper.gap()


def _rows_of(paper: Paper, service: Service, meter: Meter) -> list[tuple[str, str]]:
    rows = [(paper.words("meter"), meter.number)]
    if meter.previous is not None and meter.current is not None:
        kind = f" ({paper.words('estimated')})" if meter.is_estimated else ""
        rows += [(paper.words("previous_reading"), paper.style.number(meter.previous))]
        rows += [(paper.words("current_reading") + kind, paper.style.number(meter.current))]
    if meter.factor != 1:
        rows += [(paper.words("multiplier"), paper.style.number(meter.factor))]
    if service.demand:
        rows += [(paper.words("demand"), f"{paper.style.number(service.demand)} kW")]
    return [*rows, (paper.words("usage"), f"{paper.style.number(meter.used)} {service.unit}")]


def meters_dated(paper: Paper) -> None:
    """Each reading on a line with its date, the difference below."""
    paper.shown |= {"meters", "usage", "period"}
    paper.line(paper.words("meter_title"), 11, bold=True)
    for service in paper.facts.services:
        headed(paper, service)
        for meter in service.meters:
            paper.room(70)
            paper.line(f"{paper.words('meter')} {meter.number}")
            now, before = (service.end, meter.current), (service.start, meter.previous)
            for key, (day, value) in (("current_reading", now), ("previous_reading", before)):
                if value is not None:
                    row: Cells = [(paper.left, paper.words(key)), (paper.at(0.4), paper.style.date(day))]
                    paper.cells([*row, (-paper.at(0.75), paper.style.number(value))])
            label = paper.words("usage")
            paper.cells([(paper.left, label), (-paper.at(0.75), f"{paper.style.number(meter.used)} {service.unit}")])
    paper.gap()


def charges_table(paper: Paper) -> None:
    """Description, quantity, price and amount in columns."""
    places = (paper.at(0), -paper.at(0.58), -paper.at(0.8), -paper.at(1))
    heads = [paper.words(key) for key in ("description", "quantity", "rate", "amount")]
    paper.room(80)
    paper.line(paper.words("charges_title"), 11, bold=True)
    paper.cells(list(zip(places, heads, strict=True)), 8, bold=True)
    for service in paper.facts.services:
        _named(paper, service)
        for item in service.items:
            row = [paper.describe(item), "", "", paper.charge(item)]
            if item.quantity is not None and item.rate is not None:
                row[1], row[2] = _quantity(paper, item), paper.style.rate(item.rate, _unit(paper, item.unit or ""))
            paper.cells(list(zip(places, row, strict=True)))
    closing(paper)


def charges_in_words(paper: Paper) -> None:
    """Quantity and price within the description, the amount at the edge."""
    paper.room(80)
    paper.line(paper.words("charges_title"), 11, bold=True)
    mark = paper.random.one_of(("x", "@", "×", "at"))
    for service in paper.facts.services:
        _named(paper, service)
        for item in service.items:
            text = paper.describe(item)
            if item.quantity is not None and item.rate is not None:
                rate = paper.style.rate(item.rate, _unit(paper, item.unit or ""))
                text = f"{text} {_quantity(paper, item)} {mark} {rate}"
            paper.cells([(paper.left, text), (-paper.at(0.95), paper.charge(item))])
    closing(paper)


def charges_bare(paper: Paper) -> None:
    """Names and amounts."""
    paper.room(60)
    for service in paper.facts.services:
        paper.line(paper.words(service.commodity), 10, bold=True)
        for item in service.items:
            paper.cells([(paper.at(0.03), paper.describe(item)), (-paper.at(0.7), paper.charge(item))])
    closing(paper, edge=0.7)


def charges_under_each_other(paper: Paper) -> None:
    """The calculation in small letters under the name of each charge."""
    for service in paper.facts.services:
        paper.room(70)
        _named(paper, service)
        for item in service.items:
            paper.cells([(paper.left, paper.describe(item)), (-paper.at(0.9), paper.charge(item))])
            if item.quantity is not None and item.rate is not None:
                rate = paper.style.rate(item.rate, _unit(paper, item.unit or ""))
                paper.line(f"   {_quantity(paper, item)} x {rate}", 7)
    closing(paper, edge=0.9)


def _named(paper: Paper, service: Service) -> None:
    if len(paper.facts.services) > 1:
        paper.line(paper.words(service.commodity), 10, bold=True)


def closing(paper: Paper, edge: float = 1.0) -> None:
    """Subtotal, taxes and total."""
    taxes = [tax for service in paper.facts.services for tax in service.taxes]
    paper.room(20 + paper.lead * (len(taxes) + 2))
    if taxes and paper.random.number(0, 1):
        paper.cells([(paper.left, paper.words("net")), (-paper.at(edge), paper.value("net"))])
    for tax in taxes:
        paper.cells([(paper.left, paper.describe(tax)), (-paper.at(edge), paper.charge(tax))])
        paper.shown.add("taxes")
    if "current_charges" not in paper.shown or paper.random.number(0, 2):
        row = [(paper.left, paper.words("current_charges")), (-paper.at(edge), paper.value("current_charges"))]
        paper.cells(row, bold=True)
    paper.gap()


METERS = (meters_table, meters_table, meters_list, meters_dated)
CHARGES = (charges_table, charges_in_words, charges_bare, charges_under_each_other)

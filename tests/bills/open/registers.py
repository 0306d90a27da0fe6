"""Open parts: meters in a sentence or as a calculation, and charges that start with their quantity."""

from decimal import ROUND_HALF_UP, Decimal

from tests.bills.facts import Item, Meter, Service
from tests.bills.open.details import closing, headed, priced_in
from tests.bills.paper import Cells, Paper

CALORIFIC, CORRECTION = Decimal("11.2"), Decimal("1.0226")
"""kWh per cubic metre of gas, and the correction for its pressure and temperature."""

ENERGY_OF_GAS = "kWh"
_GAS_LABELS = {
    "en": ("Volume used", "Calorific value"), "de": ("Volumen", "Brennwert"),
    "fr": ("Volume", "Coefficient de conversion"),
    "es": ("Volumen", "Poder calorífico"), "it": ("Volume", "Potere calorifico"), "pt": ("Volume", "Poder calorífico"),
    "nl": ("Volume", "Calorische waarde"), "sv": ("Volym", "Värmevärde"),
    "da": ("Volumen", "Brændværdi"), "no": ("Volum", "Brennverdi"), "fi": ("Tilavuus", "Lämpöarvo"),
    "pl": ("Objętość", "Ciepło spalania"),
    "tr": ("Hacim", "Üst ısıl değer"),
    "cs": ("Objem", "Spalné teplo"),
    "sk": ("Objem", "Spaľovacie teplo"),
    "ro": ("Volum", "Putere calorifică"),
    "hu": ("Térfogat", "Fűtőérték"),
    "el": ("Όγκος", "Θερμογόνος δύναμη"),
    "hr": ("Obujam", "Ogrjevna vrijednost"),
    "sl": ("Prostornina", "Kurilna vrednost"),
    "ca": ("Volum", "Poder calorífic"),
}  # fmt: skip
"""Labels for gas volume and calorific value per language; symbols elsewhere."""

SYMBOLS = ("V", "H")


def meters_in_a_sentence(paper: Paper) -> None:
    """Number, readings and usage of a meter in a row, each after its label."""
    paper.shown |= {"meters", "usage"}
    mark = paper.random.one_of((": ", " ", ": "))
    for service in paper.facts.services:
        headed(paper, service)
        for meter in service.meters:
            texts = [f"{paper.words('meter')}{mark}{meter.number}"]
            if meter.previous is not None and meter.current is not None:
                texts.append(f"{paper.words('previous_reading')}{mark}{paper.style.number(meter.previous)}")
                texts.append(f"{paper.words('current_reading')}{mark}{paper.style.number(meter.current)}")
            if meter.factor != 1:
                texts.append(f"{paper.words('multiplier')}{mark}{paper.style.number(meter.factor)}")
            texts.append(f"{paper.words('usage')}{mark}{paper.style.number(meter.used)} {service.unit}")
            paper.prose(paper.random.one_of(("   ", " - ", "; ", "  ")).join(texts), 8)
    paper.gap()


def meters_calculated(paper: Paper) -> None:
    """The later reading, the earlier one and their difference, from top to bottom; gas with its calorific value."""
    paper.shown |= {"meters", "usage", "period"}
    paper.line(paper.words("meter_title"), 11, bold=True)
    for service in paper.facts.services:
        headed(paper, service)
        for meter in service.meters:
            paper.room(90)
            paper.cells([(paper.left, f"{paper.words('meter')} {meter.number}"), (-paper.at(0.8), service.unit)], 8)
            for label, value in _steps(paper, service, meter):
                paper.cells([(paper.left, label), (-paper.at(0.8), value)], 8)
    paper.gap()


def _steps(paper: Paper, service: Service, meter: Meter) -> list[tuple[str, str]]:
    style, words = paper.style, paper.words
    rows = []
    if meter.previous is not None and meter.current is not None:
        rows.append((f"{words('current_reading')} {style.date(service.end)}", style.number(meter.current)))
        rows.append((f"{words('previous_reading')} {style.date(service.start)}", f"- {style.number(meter.previous)}"))
    elif service.commodity == "gas" and service.unit == ENERGY_OF_GAS:
        volume = (meter.used / CALORIFIC / CORRECTION).quantize(Decimal(1), ROUND_HALF_UP)
        counted, holds = _GAS_LABELS.get(paper.facts.country.language, SYMBOLS)
        rows.append((f"{counted} {style.number(volume)} m³".strip(), f"x {style.number(CORRECTION)}"))
        rows.append((holds, f"x {style.number(CALORIFIC)}"))
    if meter.factor != 1:
        rows.append((words("multiplier"), f"x {style.number(meter.factor)}"))
    return [*rows, (words("usage"), f"= {style.number(meter.used)} {service.unit}")]


def charges_counted_first(paper: Paper) -> None:
    """Quantity, description, price and amount."""
    paper.room(80)
    paper.line(paper.words("charges_title"), 11, bold=True)
    for service in paper.facts.services:
        if len(paper.facts.services) > 1:
            paper.line(paper.words(service.commodity), 10, bold=True)
        for item in service.items:
            quantity, rate = priced_in(paper, item)
            row: Cells = [(-paper.at(0.2), quantity), (paper.at(0.23), paper.describe(item))]
            paper.cells([*row, (-paper.at(0.8), rate), (-paper.at(1), paper.charge(item))])
    closing(paper)


def charges_over_two_lines(paper: Paper) -> None:
    """The name of a charge, and below it the calculation with the amount at the edge."""
    paper.room(80)
    for service in paper.facts.services:
        if len(paper.facts.services) > 1:
            paper.line(paper.words(service.commodity), 10, bold=True)
        for item in service.items:
            _over_two_lines(paper, item)
    closing(paper, edge=0.92)


def _over_two_lines(paper: Paper, item: Item) -> None:
    quantity, rate = priced_in(paper, item)
    paper.room(40)
    if not rate:
        paper.cells([(paper.left, paper.describe(item)), (-paper.at(0.92), paper.charge(item))])
        return
    paper.line(paper.describe(item))
    paper.cells([(paper.at(0.02), f"{quantity} x {rate}"), (-paper.at(0.92), f"= {paper.charge(item)}")], 8)


def charges_in_groups(paper: Paper) -> None:
    """Fixed charges, usage charges and services; each group with its sum, beside or below its name."""
    edge = 1.0 if paper.random.number(0, 1) else 0.8
    is_headed = paper.random.number(0, 2) == 0
    paper.line(paper.words("charges_title"), 11, bold=True)
    for service in paper.facts.services:
        by_use = [item for item in service.items if item.unit == service.unit]
        fixed = [item for item in service.items if item not in by_use]
        for name, group in ((paper.words(service.commodity), by_use), (paper.words("description"), fixed)):
            if group:
                _group(paper, name, group, edge, is_headed=is_headed)
    closing(paper)


def _group(paper: Paper, name: str, items: list[Item], edge: float, *, is_headed: bool) -> None:
    paper.room(30 + paper.lead * (len(items) + 2))
    total = paper.style.amount(sum((item.amount for item in items), Decimal(0)), in_table=True)
    paper.cells([(paper.left, name), (-paper.at(1), total if is_headed else "")], bold=True)
    for item in items:
        quantity, rate = priced_in(paper, item)
        calculation = f"{quantity} x {rate}" if rate else ""
        paper.cells(
            [
                (paper.at(0.03), paper.describe(item)),
                (paper.at(0.4), calculation),
                (-paper.at(edge), paper.charge(item)),
            ]
        )
    if not is_headed:
        paper.cells([(paper.at(0.03), f"{paper.words('net')} {name}"), (-paper.at(1), total)])


METERS = (meters_in_a_sentence, meters_calculated)
CHARGES = (charges_counted_first, charges_over_two_lines, charges_in_groups)

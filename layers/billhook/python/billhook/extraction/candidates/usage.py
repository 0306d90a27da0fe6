"""Numbers with a unit of consumption or demand, and those among them that a label names as usage.

Quantities of a chart, an average or another year are no usage. Energy generated, imported and exported, and the share
of renewable sources, have labels of their own.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span, Spans
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.locate import READINGS, find_values, headings
from billhook.extraction.candidates.services import named_by
from billhook.extraction.data.language import words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import CONSUMED, DEMAND, Quantity, unit_after, units_in

SURE = 0.8
COUNTED = 0.7
"""The score of a number with a unit, without regard to its place."""


def propose_quantities(doc: AnnotatedDocument) -> CandidateSet:
    """Every number with a unit of consumption."""
    quantities = (
        Candidate(value, COUNTED, cell, start, end)
        for cell in doc.layout.cells
        for value, start, end in doc.quantities.get(cell, ())
    )
    return CandidateSet(quantities=tuple(quantities))


def demand(doc: AnnotatedDocument) -> list[Candidate[Decimal]]:
    """Billed demand: a number in kW or kVA beside a label of demand."""
    claims: list[Candidate[Decimal]] = []
    labels = doc.labels.get("demand", ())
    spans = _demands(doc) if labels else {}
    for match in labels:
        claims += find_values(doc, match, spans, most=1)
    return sorted(claims, key=lambda candidate: -candidate.score)


def _demands(doc: AnnotatedDocument) -> Spans[Decimal]:
    """The numbers with a unit of demand."""
    return {cell: _demands_in(cell, numbers) for cell, numbers in doc.numbers.items() if numbers}


def _demands_in(cell: Cell, numbers: Sequence[Number]) -> list[Span[Decimal]]:
    units = [(number, unit_after(cell.text, number.end)) for number in numbers if not number.currency]
    return [(number.value, number.start, unit.end) for number, unit in units if unit and unit.unit in DEMAND]


BARE = 0.6
"""A number without a unit counts only under a label of at least such weight, and counts for so much less."""

FEWEST_HEADS, LONGEST_TABLE = 3, 10
YEARS = range(1990, 2060)
Quantities = list[Candidate[Quantity]]


def propose_usage(doc: AnnotatedDocument) -> CandidateSet:
    """The quantities that labels of usage name, and every number in a line with such a label."""
    lines = [line for line in doc.layout.lines if doc.announces(line.cells, "usage")]
    numbers = (
        Candidate(number.value, BARE, cell, number.start, number.end)
        for line in lines
        for cell in line.cells
        for number in doc.numbers[cell]
    )
    named = (*labelled_usage(doc), *_imported(doc))
    return CandidateSet(labelled_usage=named, usage_line_numbers=tuple(numbers))


def _imported(doc: AnnotatedDocument) -> Quantities:
    """The energy taken from the grid where some is given to it: what was used, whatever the net of both is."""
    imported = exchanged(doc).get(FIELDS["imported"])
    if imported is None:
        return []
    quantity = Quantity(imported.value, "kWh")
    return [Candidate(quantity, imported.score, imported.cell, imported.start, imported.end)]


def labelled_usage(doc: AnnotatedDocument) -> list[Candidate[Quantity]]:
    """Quantities that a usage label names, unless the line speaks of averages or another year."""
    claims: list[Candidate[Quantity]] = []
    for match in doc.labels.get("usage", ()):
        if doc.announces(match.cell.line.cells, "nothing_usage"):
            continue
        if match.cell in doc.running_text or _is_counted_per(match) or _is_unit_of_reading(doc, match):
            continue
        named = find_values(doc, match, doc.quantities, most=1)
        if match.cell.text[: match.start].rstrip()[-1:].isdigit():
            named = [item for item in named if item.cell is match.cell]
        bare = [] if match.cell in doc.prose else _bare(doc, match, is_alone=not named)
        claims += [item for first in (named, bare) for item in (*first, *_further(doc, match, first))]
    return [candidate for candidate in claims if _is_consumed(candidate) and not _in_history(doc, candidate)]


def _is_consumed(candidate: Candidate[Quantity]) -> bool:
    """Whether a quantity is positive, or a sure zero: nothing was used."""
    quantity = candidate.value
    return quantity.value > 0 or (quantity.value == 0 and quantity.unit in CONSUMED and candidate.score > SURE)


def _bare(doc: AnnotatedDocument, match: LabelMatch, *, is_alone: bool) -> Quantities:
    """Plain numbers of a label that carries the unit itself; of one without a unit where nothing else is its own."""
    own_unit = next((unit.unit for unit in units_in(match.cell.text) if unit.unit in CONSUMED), None)
    if own_unit:
        return _unlabelled(doc, match, own_unit)
    if is_alone and match.weight > BARE and match.start == 0 and doc.label_shares.get(match.cell, 0.0) > BARE:
        found = [candidate.scored(BARE * candidate.score) for candidate in _unlabelled(doc, match, None)]
        return [candidate for candidate in found if not _is_year(candidate)]
    return []


def _is_counted_per(match: LabelMatch) -> bool:
    """Whether a label is the unit of a rate or a quantity per time: "ct/kWh", "kWh/day"."""
    text = match.cell.text
    return text[: match.start].rstrip().endswith("/") or _per_time().match(text, match.start) is not None


@depends_on_data
@cache
def _per_time() -> re.Pattern[str]:
    return re.compile(rf"[^\W\d_]+\s?/\s?(?:{'|'.join(words('time_spans'))})\b", re.IGNORECASE)


def _is_unit_of_reading(doc: AnnotatedDocument, match: LabelMatch) -> bool:
    """Whether a label is no more than the unit in a label of a reading: "Current reading kWh"."""
    unit = unit_after(match.cell.text, match.start)
    is_unit = unit is not None and unit.end >= match.end
    return is_unit and any(
        label.name in READINGS and label.start == 0 and label.end <= match.start
        for label in doc.cell_labels.get(match.cell, ())
    )


def _is_year(candidate: Candidate[Quantity]) -> bool:
    return candidate.text.isdigit() and candidate.value.value in YEARS


def _further(doc: AnnotatedDocument, match: LabelMatch, first: Quantities) -> Quantities:
    """Further quantities in the column of a heading, below the first: one line for each meter."""
    heads = sum(cell in doc.cell_labels for cell in match.cell.line.cells)
    if not first or first[0].cell.line.number <= match.cell.line.number or heads < FEWEST_HEADS:
        return []
    top, found = first[0], []
    for line in doc.layout.lines[top.cell.line.number + 1 : top.cell.line.number + LONGEST_TABLE]:
        under = [cell for cell in line.cells if cell.under(top.cell)]
        if line.page != top.cell.page or any(cell in doc.cell_labels and not doc.numbers[cell] for cell in under):
            break
        for cell in under:
            printed = doc.quantities.get(cell, ())
            if not printed and len(line.cells) == len(top.cell.line.cells):
                printed = _in_unit(doc, cell, top.value.unit)
            found += [Candidate(quantity, top.score, cell, start, end) for quantity, start, end in printed]
    return found


def _in_unit(doc: AnnotatedDocument, cell: Cell, unit: str | None) -> list[Span[Quantity]]:
    """The number that a cell consists of, in the unit of the heading."""
    alone = [
        number
        for number in doc.numbers[cell]
        if number.start == 0 and number.end == len(cell.text) and not number.is_money
    ]
    return [(Quantity(item.value, unit), item.start, item.end) for item in alone]


def _unlabelled(doc: AnnotatedDocument, match: LabelMatch, unit: str | None) -> Quantities:
    """Plain numbers of a label that carries the unit itself: ``kWh used  1,059``."""
    return [
        Candidate(
            Quantity(candidate.value, unit), candidate.score * 0.9, candidate.cell, candidate.start, candidate.end
        )
        for candidate in find_values(doc, match, doc.plain_numbers, most=1)
        if candidate.score > 0.5 * match.weight and candidate.cell not in doc.running_text
    ]


def _in_history(doc: AnnotatedDocument, candidate: Candidate[Quantity]) -> bool:
    """Whether a value is among months or in a column of averages: a chart or a comparison."""
    line = candidate.cell.line
    if doc.announces(line.cells, "nothing_usage"):
        return True
    column = [cell for cell in headings(doc, line) if cell.under(candidate.cell) and cell is not candidate.cell]
    return any(
        label.name == "nothing_usage" and label.start == 0
        for cell in column[-2:]
        for label in doc.cell_labels.get(cell, ())
    )


FIELDS = {
    "generated": "net_metering_generated_kwh",
    "imported": "net_metering_grid_import_kwh",
    "exported": "net_metering_grid_export_kwh",
}
"""Labels of energy that crosses the meter, and the fields of a usage entry."""

LEAST = 0.5
PERCENT = Decimal(100)
IN_KWH = {"kWh": Decimal(1), "MWh": Decimal(1000), "Wh": Decimal("0.001")}


def propose_electricity_values(doc: AnnotatedDocument) -> CandidateSet:
    """Energy generated, imported and exported, billed demand, renewable share. A further field is a line here."""
    found = {"billed_demand": next(iter(demand(doc)), None), "fraction_renewable": renewable_share(doc)}
    printed = {field: value for field, value in found.items() if value}
    return CandidateSet(electricity_values=exchanged(doc) | printed)


def exchanged(doc: AnnotatedDocument) -> dict[str, Candidate[Decimal]]:
    """The energy generated, imported and exported, by field; only where something is generated or exported."""
    found: dict[str, Candidate[Decimal]] = {}
    for name, field in FIELDS.items():
        claims = [
            Candidate(
                candidate.value.value * IN_KWH[candidate.value.unit],
                candidate.score,
                candidate.cell,
                candidate.start,
                candidate.end,
            )
            for match in doc.labels.get(name, ())
            for candidate in find_values(doc, match, doc.quantities, most=1)
            if candidate.value.unit in IN_KWH and candidate.score > LEAST
        ]
        if claims:
            found[field] = max(claims, key=lambda candidate: candidate.score)
    return found if found.keys() - {FIELDS["imported"]} else {}


def renewable_share(doc: AnnotatedDocument) -> Candidate[Decimal] | None:
    """The share of renewable sources in the energy, from 0 to 1, in a line without another percentage.

    A line with several compares tariffs, years or the country's mix. None also where two lines differ.
    """
    labels = doc.labels.get("renewable_share", ())
    spans = _percentages(doc) if labels else {}
    found = [
        share
        for match in labels
        for share in find_values(doc, match, spans, most=1)
        if share.score > LEAST and sum(len(spans.get(cell, ())) for cell in share.cell.line.cells) == 1
    ]
    return max(found, key=lambda share: share.score) if len({share.value for share in found}) == 1 else None


def _percentages(doc: AnnotatedDocument) -> Spans[Decimal]:
    """The numbers of 0 to 100 before a percent sign, as fractions."""
    return {cell: spans for cell, numbers in doc.numbers.items() if (spans := _percentages_in(cell, numbers))}


def _percentages_in(cell: Cell, numbers: Sequence[Number]) -> list[Span[Decimal]]:
    return [
        (number.value / PERCENT, number.start, number.end)
        for number in numbers
        if 0 <= number.value <= PERCENT and not number.currency and cell.text[number.end :].lstrip().startswith("%")
    ]


def supplier(doc: AnnotatedDocument) -> Candidate[str] | None:
    """The name after or beside a label of the supplier."""
    return next(iter(named_by(doc, "supplier")), None)

"""Waste water that is charged by volume: a service of its own, measured by the water meter."""

from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import Price, Quantity
from billhook.extraction.candidates.charge_rows import Row
from billhook.extraction.candidates.quantities import quantities_in
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.charges import price_of
from billhook.extraction.resolve.services import Service

SCALES = (Decimal(1), Decimal(1000), Decimal(100))
"""What a charge counts in may be thousands or hundreds of what the meter counts in."""


def with_sewer(doc: AnnotatedDocument, services: list[Service], rows: list[Row]) -> list[Service]:
    """``services``, and the sewer where its own charge is priced by the water that was used."""
    water = [service for service in services if service.commodity is Commodity.WATER and service.usage]
    if len(water) != 1 or any(service.commodity is Commodity.SEWER for service in services):
        return services
    priced = [(row, price) for row in rows if _is_sewer(doc, row) and (price := price_of(doc, row)).rate is not None]
    volume = _volume([price for _, price in priced])
    scale = next((one for one in SCALES if volume and volume * one == water[0].usage), None)
    if volume is None or scale is None:
        return services
    sewer = Service(Commodity.SEWER, water[0].usage, water[0].unit)
    printed = next((one for row, _ in priced for one in _printed(doc, row, water[0].usage)), None)
    if printed:
        sewer.proof["usage"] = printed
    return [*services, sewer]


def _is_sewer(doc: AnnotatedDocument, row: Row) -> bool:
    names = {name for cell in row.said for name in doc.names_in(cell, "commodities")}
    return "SEWER" in names and "WATER" not in names


def _volume(prices: list[Price]) -> Decimal | None:
    """What all prices count together; where collection and treatment are charged for the same volume, that."""
    counted = [price.quantity.value for price in prices if price.quantity]
    if not counted:
        return None
    return counted[0] if len(set(counted)) == 1 else sum(counted, Decimal(0))


def _printed(doc: AnnotatedDocument, row: Row, volume: Decimal | None) -> list[Candidate[Quantity]]:
    cells = row.cell.line.cells[: row.cell.position + 1]
    return [
        Candidate(value, 0.8, cell, start, end)
        for cell in cells
        for value, start, end in quantities_in(doc, cell)
        if value.value == volume
    ]

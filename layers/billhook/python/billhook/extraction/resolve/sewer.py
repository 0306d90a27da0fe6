"""Sewer charged by volume: a service whose usage is that of the water meter."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import ChargeRow, Price
from billhook.extraction.resolve.resolution import Service

SCALES = (Decimal(1), Decimal(1000), Decimal(100))
"""A charge counts in the unit of the meter, in thousands or in hundreds of it."""

PRINTED = 0.8
"""The score of the volume in a row of the charge."""


def with_sewer(services: tuple[Service, ...], rows: Iterable[ChargeRow]) -> tuple[Service, ...]:
    """``services``, and a sewer service if charges for it are priced by the volume of the only water service."""
    water = [service for service in services if service.commodity is Commodity.WATER and service.usage]
    if len(water) != 1 or any(service.commodity is Commodity.SEWER for service in services):
        return services
    priced = [row for row in rows if _is_sewer(row) and row.price.rate is not None]
    volume = _volume([row.price for row in priced])
    if volume is None or water[0].usage not in {volume * scale for scale in SCALES if volume}:
        return services
    return (*services, _sewer(water[0], priced))


def _sewer(water: Service, rows: Iterable[ChargeRow]) -> Service:
    quantities = (quantity for row in rows for quantity in row.quantities if quantity.value.value == water.usage)
    printed = next(quantities, None)
    return Service(Commodity.SEWER, water.usage, water.unit, printed.scored(PRINTED) if printed else None)


def _is_sewer(row: ChargeRow) -> bool:
    return "SEWER" in row.commodities and "WATER" not in row.commodities


def _volume(prices: Sequence[Price]) -> Decimal | None:
    """The volume of all prices: their sum, or the one volume that collection and treatment are both priced by."""
    volumes = [price.quantity.value for price in prices if price.quantity]
    if not volumes:
        return None
    return volumes[0] if len(set(volumes)) == 1 else sum(volumes, Decimal(0))

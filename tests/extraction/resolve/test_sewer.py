"""Sewer charged by the volume of the water meter."""

from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.resolve.resolution import Service
from billhook.extraction.resolve.sewer import with_sewer
from tests.extraction.pages import candidates_of

WATER = Service(Commodity.WATER, Decimal(3000), "gal")


def test_with_sewer_priced_by_water_volume_adds_service() -> None:
    rows = candidates_of({40: "Sewer 3,000 gal @ $0.01", -400: "$30.00"}).charge_rows

    services = with_sewer((WATER,), rows)

    assert [(service.commodity, service.usage) for service in services] == [
        (Commodity.WATER, Decimal(3000)),
        (Commodity.SEWER, Decimal(3000)),
    ]


def test_with_sewer_scales_charge_in_thousands() -> None:
    rows = candidates_of({40: "Sewer 3 units @ $10.00", -400: "$30.00"}).charge_rows

    assert len(with_sewer((WATER,), rows)) == 2


def test_with_sewer_other_volume_adds_nothing() -> None:
    rows = candidates_of({40: "Sewer 2,000 gal @ $0.01", -400: "$20.00"}).charge_rows

    assert with_sewer((WATER,), rows) == (WATER,)


def test_with_sewer_without_water_adds_nothing() -> None:
    rows = candidates_of({40: "Sewer 3,000 gal @ $0.01", -400: "$30.00"}).charge_rows

    assert with_sewer((), rows) == ()

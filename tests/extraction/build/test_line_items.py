"""Line items of the built bill, and their totals."""

from decimal import Decimal

from billhook.domain.bill import ChargeSide, ChargeType, LineItem
from billhook.extraction.build.line_items import build_line_items, interest, side_totals
from billhook.extraction.resolve.resolver import resolve_candidates
from tests.extraction.pages import METERED, candidates_of


def test_build_line_items_have_amounts_and_evidence() -> None:
    resolution = resolve_candidates(candidates_of(*METERED, {60: "Total amount due", -500: "$121.00"}))

    items = build_line_items(resolution)

    assert [(item.description, item.total_charge, item.charge_type) for item in items.value] == [
        ("Energy Charge", Decimal("110.00"), ChargeType.CONSUMPTION),
        ("Sales Tax", Decimal("11.00"), ChargeType.TAX),
    ]
    assert items.evidence["lineItems/1/totalCharge"].text == "$11.00"


def test_side_totals_exclude_taxes() -> None:
    items = [
        LineItem(total_charge=Decimal(amount), electricity_charge_type=ChargeSide.SUPPLY, charge_type=kind)
        for amount, kind in ((5, ChargeType.CONSUMPTION), (7, ChargeType.FIXED), (2, ChargeType.TAX))
    ]

    totals = side_totals(items)

    assert (totals.electricity_supply, totals.electricity_delivery, totals.gas_supply) == (Decimal(12), None, None)


def test_interest_sums_items_of_interest() -> None:
    assert interest([LineItem(total_charge=Decimal(3), charge_type=ChargeType.INTEREST)]) == Decimal(3)
    assert interest([LineItem(total_charge=Decimal(3))]) is None

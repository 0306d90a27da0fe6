"""The built bill: header fields, line items, usage, history, and the evidence of each."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill, ChargeSide, ChargeType, Commodity, Identifier, LineItem
from billhook.extraction.build.bill import (
    BillBuilder,
    Part,
    build_bill,
    build_line_items,
    build_usage,
    interest,
    side_totals,
)
from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.resolve.resolver import resolve_candidates
from tests.extraction.pages import METERED, Row, candidate, candidates_of, text_of_rows


def built(*rows: Row) -> Bill:
    return build_bill(resolve_candidates(candidates_of(*rows)))


def test_build_bill_sets_header_with_evidence() -> None:
    bill = built(
        {60: "Northfield Electric Company"},
        {60: "Account number", 200: "4471-2201"},
        *METERED,
        {60: "Total amount due", -500: "$121.00"},
    )

    assert (bill.account_number, bill.total_charges, bill.charges_units) == ("4471-2201", Decimal("121.00"), "USD")
    assert bill.evidence["accountNumber"].text == "4471-2201"
    assert bill.evidence["totalCharges"].text == "$121.00"
    assert bill.checks == ()


def test_build_bill_inferred_amount_has_no_evidence() -> None:
    bill = built(*METERED, {60: "Total amount due", -500: "$121.00"})

    assert bill.current_charges == Decimal("110.00")
    assert "currentCharges" not in bill.evidence


def test_printed_gives_value_and_records_evidence() -> None:
    builder = BillBuilder()

    assert builder.printed("accountNumber", candidate("12-34")) == "12-34"
    assert builder.evidence["accountNumber"].text == "printed"


def test_printed_without_candidate_gives_none() -> None:
    builder = BillBuilder()

    assert builder.printed("accountNumber", None) is None
    assert builder.evidence == {}


def test_amount_inferred_has_no_evidence() -> None:
    builder = BillBuilder()

    assert builder.amount("taxCharges", Decimal(5), None) == Decimal(5)
    assert builder.evidence == {}


def test_part_adds_its_evidence() -> None:
    evidence = {"usageData/0/usage": candidate(Decimal(5)).evidence()}
    builder = BillBuilder()

    assert builder.part(Part("value", evidence)) == "value"
    assert builder.evidence == evidence


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


def test_build_usage_has_readings_with_evidence() -> None:
    rows = (
        {60: "Electricity"},
        {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
        {60: "Meter Number", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
        {60: "EM445566", 160: "10012", 280: "10512", 400: "500"},
    )

    usage = build_usage(resolve_candidates(candidates_of(*rows)))

    (entry,) = usage.value
    readings = (entry.previous_reading, entry.current_reading, entry.usage)
    assert readings == (Decimal(10012), Decimal(10512), Decimal(500))
    assert (entry.start_date, entry.end_date) == (date(2026, 10, 1), date(2026, 10, 31))
    assert entry.identifiers == (Identifier(type="METER", value="EM445566"),)
    assert usage.evidence["usageData/0/currentReading"].text == "10512"
    assert usage.evidence["usageData/0/identifiers/0/value"].text == "EM445566"


def test_build_usage_sum_of_registers_is_implied() -> None:
    rows = (
        {60: "Electricity"},
        {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
        {60: "Meter EM445566", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
        {60: "Peak", 160: "10012", 280: "10512", 400: "500"},
        {60: "Off Peak", 160: "20034", 280: "20334", 400: "300"},
    )

    (entry,) = build_usage(resolve_candidates(candidates_of(*rows))).value

    assert (entry.usage, entry.is_implied) == (Decimal(800), True)
    assert [(part.time_of_use, part.usage) for part in entry.time_of_use_breakdown] == [
        ("PEAK", Decimal(500)),
        ("OFF_PEAK", Decimal(300)),
    ]


MONTHS = (
    {40: "Month", 120: "kWh", 200: "Days"},
    {40: "Mar 2026", 120: "612", 200: "30"},
    {40: "Feb 2026", 120: "540", 200: "31"},
    {40: "Jan 2026", 120: "701", 200: "32"},
    {40: "Dec 2025", 120: "655", 200: "30"},
)


def test_build_history_gives_calendar_months_with_evidence() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Northfield Power and Light"},
            {40: "Account number", -560: "4410 9925 71"},
            {40: "Statement date", -560: "March 14, 2026"},
            {40: "Service period", -560: "02/10/2026 - 03/11/2026"},
            {40: "Electricity used", -560: "612 kWh"},
            {40: "Amount due by April 2, 2026", -560: "$107.77"},
            *MONTHS,
        )
    ).bills

    assert [(month.start_date, month.end_date, month.usage, month.usage_units) for month in bill.usage_history[:2]] == [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(540), "kWh"),
        (date(2026, 1, 1), date(2026, 1, 31), Decimal(701), "kWh"),
    ]
    assert bill.usage_history[0].datasource_type is Commodity.ELECTRICITY
    assert bill.evidence["usageHistory/0/usage"].text == "540"

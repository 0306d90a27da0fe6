"""What was consumed, of which service, by which meter: not what help texts, rates and credits speak of."""

from decimal import Decimal

import pytest

from billhook.domain.bill import Bill
from billhook.extraction import extract
from billhook.extraction.candidates.identifiers import points
from billhook.extraction.candidates.usage import labelled_usage
from tests.extraction.pages import Row, reading_of, view_of

FRONT: tuple[Row, ...] = (
    {40: "Alder Valley Energy"},
    {40: "Account number", 200: "4455667788"},
    {40: "Bill date", 200: "5 March 2026"},
    {40: "Due date", 200: "25 March 2026"},
    {40: "Billing period", 200: "1 February 2026 - 28 February 2026"},
    {40: "Total amount due", -300: "$151.00"},
)


def the_bill(*rows: Row) -> Bill:
    (bill,) = extract(reading_of(*FRONT, *rows)).bills
    return bill


def used(bill: Bill) -> list[tuple[str, Decimal | None, str | None]]:
    return [(one.datasource_type.value, one.usage, one.usage_units) for one in bill.usage_data]


@pytest.mark.parametrize(
    "help_text",
    [
        ({40: "1 therm = 29.3 kWh. 1 CCF = 748 gallons of water in all"},),
        ({40: "To compare fuels: 1 kWh of electricity holds 3,412 BTU"},),
        ({40: "A bath needs about"}, {40: "gallons; a shower of 8 minutes takes about 17 gallons."}),
    ],
)
def test_what_explains_units_is_no_consumption(help_text: tuple[Row, ...]) -> None:
    bill = the_bill({40: "Electricity"}, {40: "Total usage", -300: "550 kWh"}, *help_text)

    assert used(bill) == [("ELECTRICITY", Decimal(550), "kWh")]


def test_each_meter_has_its_own_consumption_though_the_heading_alone_names_the_unit() -> None:
    bill = the_bill(
        {40: "Natural gas"},
        {40: "Meter number", 160: "From", 260: "To", 380: "Usage (kWh)"},
        {40: "AB12345678", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "4,493"},
        {40: "AB87654321", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "6,739"},
        {40: "Gas charge 11,232 kWh x 6.77 c/kWh", -480: "760.41"},
    )

    assert used(bill) == [("GAS", Decimal(4493), "kWh"), ("GAS", Decimal(6739), "kWh")]


def test_a_meter_without_readings_is_not_given_the_consumption_of_another_service() -> None:
    bill = the_bill(
        {40: "Electricity"},
        {40: "Meter number 64016389"},
        {40: "Current reading", -300: "41,697"},
        {40: "Previous reading", -300: "40,769"},
        {40: "Consumption", -300: "928 kWh"},
        {40: "Natural gas"},
        {40: "Meter number 81328669"},
        {40: "Consumption", -300: "315 therms"},
        {40: "Energy charge 928 kWh x 10.86 c/kWh", -480: "100.78"},
    )

    assert used(bill) == [("ELECTRICITY", Decimal(928), "kWh"), ("GAS", Decimal(315), "therms")]


def test_what_is_fed_in_and_credited_was_not_consumed() -> None:
    bill = the_bill(
        {40: "Electricity"},
        {40: "Energy charge 600 kWh x 30.00 c/kWh", -480: "180.00"},
        {40: "Solar credit 256 kWh x 10.00 c/kWh", -480: "-25.60"},
        {40: "Solar bonus 256 kWh x 1.00 c/kWh", -480: "-2.56"},
    )

    assert used(bill) == [("ELECTRICITY", Decimal(600), "kWh")]


def test_a_year_under_a_heading_of_usage_is_no_quantity() -> None:
    doc = view_of({40: "Usage"}, {40: "May 2021", -300: "141"})

    assert labelled_usage(doc) == []


def test_a_heading_that_says_its_unit_twice_over_has_one_column() -> None:
    doc = view_of({40: "Meter", 200: "Previous reading", 400: "Total usage (Units)"}, {40: "564670033", 400: "251"})

    assert {one.value.value for one in labelled_usage(doc)} == {Decimal(251)}


def test_a_supply_point_below_a_title_about_meters_stays_a_supply_point() -> None:
    doc = view_of({40: "Meter information"}, {40: "MPAN: 1850164071146"}, {40: "Meter number", 200: "2203466"})

    found = {(point.type, point.number.value) for point in points(doc)}

    assert found == {("MPAN", "1850164071146"), ("METER", "2203466")}


def test_a_heading_that_found_no_room_beside_the_others_hides_no_row() -> None:
    doc = view_of(
        {40: "Meter number", 160: "From", 260: "To"},
        {380: "Total usage"},
        {40: "JT82339416", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "2,720 kWh"},
    )

    assert [point.number.value for point in points(doc)] == ["JT82339416"]


def test_a_meter_may_be_said_in_one_line() -> None:
    bill = the_bill(
        {40: "Electricity"},
        {40: "Meter number AB123456; Usage 52 kWh"},
        {40: "Meter number AB654321; Previous reading 79,628; Current reading 79,707; Usage 79 kWh"},
    )

    assert used(bill) == [("ELECTRICITY", Decimal(52), "kWh"), ("ELECTRICITY", Decimal(79), "kWh")]


def test_the_energy_of_each_gas_meter_is_billed_and_not_its_volume() -> None:
    bill = the_bill(
        {40: "Natural gas"},
        {40: "Meter number 55235045"},
        {40: "Volume used 1,283 m³", 300: "x 1.0226"},
        {40: "Gas consumption", 300: "= 14,698 kWh"},
        {40: "Meter number 88318416"},
        {40: "Volume used 1,925 m³", 300: "x 1.0226"},
        {40: "Gas consumption", 300: "= 22,048 kWh"},
    )

    assert used(bill) == [("GAS", Decimal(14698), "kWh"), ("GAS", Decimal(22048), "kWh")]

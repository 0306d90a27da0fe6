"""Services of the bill: by meter, by commodity, by consumption below a meter, by charges for sewer."""

from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, Commodity
from billhook.extraction.candidates.candidate_set import MeterPoint
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.resolve.resolution import Service
from billhook.extraction.resolve.services import quantities_by_meter, with_sewer
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import Row, annotated_rows, bill_of, candidates_of, text_of_rows

FRONT: tuple[Row, ...] = (
    {40: "Alder Valley Energy"},
    {40: "Account number", 200: "4455667788"},
    {40: "Bill date", 200: "5 March 2026"},
    {40: "Due date", 200: "25 March 2026"},
    {40: "Billing period", 200: "1 February 2026 - 28 February 2026"},
    {40: "Total amount due", -300: "$151.00"},
)


def the_bill(*rows: Row) -> Bill:
    (bill,) = extract(text_of_rows(*FRONT, *rows)).bills
    return bill


def usage(bill: Bill) -> list[tuple[str, Decimal | None, str | None]]:
    return [(entry.datasource_type.value, entry.usage, entry.usage_units) for entry in bill.usage_data]


@pytest.mark.parametrize(
    "help_text",
    [
        ({40: "1 therm = 29.3 kWh. 1 CCF = 748 gallons of water in all"},),
        ({40: "To compare fuels: 1 kWh of electricity holds 3,412 BTU"},),
        ({40: "A bath needs about"}, {40: "gallons; a shower of 8 minutes takes about 17 gallons."}),
    ],
)
def test_services_ignore_texts_that_explain_units(help_text: tuple[Row, ...]) -> None:
    bill = the_bill({40: "Electricity"}, {40: "Total usage", -300: "550 kWh"}, *help_text)

    assert usage(bill) == [("ELECTRICITY", Decimal(550), "kWh")]


def test_services_of_meters_take_unit_of_heading() -> None:
    bill = the_bill(
        {40: "Natural gas"},
        {40: "Meter number", 160: "From", 260: "To", 380: "Usage (kWh)"},
        {40: "AB12345678", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "4,493"},
        {40: "AB87654321", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "6,739"},
        {40: "Gas charge 11,232 kWh x 6.77 c/kWh", -480: "760.41"},
    )

    assert usage(bill) == [("GAS", Decimal(4493), "kWh"), ("GAS", Decimal(6739), "kWh")]


def test_services_meter_without_readings_keeps_its_commodity() -> None:
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

    assert usage(bill) == [("ELECTRICITY", Decimal(928), "kWh"), ("GAS", Decimal(315), "therms")]


def test_services_of_nothing_used_have_zero_usage() -> None:
    bill = the_bill({40: "Total consumption", 250: "0 kWh"}, {40: "Current reading", 250: "68818 kWh"})

    assert usage(bill) == [("ELECTRICITY", Decimal(0), "kWh")]


def test_services_ignore_credited_quantities() -> None:
    bill = the_bill(
        {40: "Electricity"},
        {40: "Energy charge 600 kWh x 30.00 c/kWh", -480: "180.00"},
        {40: "Solar credit 256 kWh x 10.00 c/kWh", -480: "-25.60"},
        {40: "Solar bonus 256 kWh x 1.00 c/kWh", -480: "-2.56"},
    )

    assert usage(bill) == [("ELECTRICITY", Decimal(600), "kWh")]


def test_services_of_meters_in_one_line_each() -> None:
    bill = the_bill(
        {40: "Electricity"},
        {40: "Meter number AB123456; Usage 52 kWh"},
        {40: "Meter number AB654321; Previous reading 79,628; Current reading 79,707; Usage 79 kWh"},
    )

    assert usage(bill) == [("ELECTRICITY", Decimal(52), "kWh"), ("ELECTRICITY", Decimal(79), "kWh")]


def test_services_of_gas_meters_are_energy_not_volume() -> None:
    bill = the_bill(
        {40: "Natural gas"},
        {40: "Meter number 55235045"},
        {40: "Volume used 1,283 m³", 300: "x 1.0226"},
        {40: "Gas consumption", 300: "= 14,698 kWh"},
        {40: "Meter number 88318416"},
        {40: "Volume used 1,925 m³", 300: "x 1.0226"},
        {40: "Gas consumption", 300: "= 22,048 kWh"},
    )

    assert usage(bill) == [("GAS", Decimal(14698), "kWh"), ("GAS", Decimal(22048), "kWh")]


ROWS: tuple[Row, ...] = (
    {40: "Meter A1"},
    {40: "100 kWh"},
    {40: "Meter B2"},
    {40: "10 m³"},
    {40: "110 kWh"},
)


def pairs(*quantities: tuple[int, str, str]) -> list[tuple[str, Decimal]]:
    """The meters in lines 0 and 2 with those of ``quantities`` (line, value, unit) that belong to them."""
    cells = [line.cells[0] for line in annotated_rows(*ROWS).layout.lines]
    points = [MeterPoint("METER", Candidate(cells[line].text, 1.0, cells[line], 0, 8)) for line in (0, 2)]
    candidates = [Candidate(Quantity(Decimal(value), unit), 0.9, cells[line], 0, 9) for line, value, unit in quantities]
    found = quantities_by_meter(points, tuple(candidates))
    return [(point.number.value, quantity.value.value) for point, quantity in found]


def test_quantities_by_meter_are_above_next_meter() -> None:
    assert pairs((1, "100", "kWh"), (4, "110", "kWh")) == [("Meter A1", Decimal(100)), ("Meter B2", Decimal(110))]


def test_quantities_by_meter_prefer_energy_of_volume() -> None:
    assert pairs((3, "10", "m³"), (4, "110", "kWh")) == [("Meter B2", Decimal(110))]


def test_quantities_by_meter_without_unit_are_ignored() -> None:
    assert pairs((1, "100", "")) == []


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


def test_services_without_unit_at_a_cent_each_are_gallons() -> None:
    bill = bill_of(
        text_of_rows(
            {40: "Town of Ferrow"},
            {40: "Account number", 200: "022-0001734-001"},
            {40: "Service Period: 06/20/2026 To: 07/20/2026"},
            {40: "Previous Read", 150: "Current Read", 260: "Usage"},
            {40: "611000", 150: "617200", 260: "8300"},
            {40: "24500", 150: "26600"},
            {40: "Water", -540: "$61.30"},
            {40: "Waste Water", -540: "$35.10"},
            {40: "Total new charges", -540: "$96.40"},
            {40: "Total due", 200: "08/19/2026", -540: "$96.40"},
            {40: "FERROW TX 76000"},
        )
    )

    assert usage(bill) == [("WATER", Decimal(8300), "gal")]


def test_services_of_water_do_not_take_the_volume_of_sewer() -> None:
    bill = the_bill(
        {40: "Water Charges", 200: "451 CCF", -480: "$4,855.00"},
        {40: "Sewer Service Charge 61.00 CCF x $5.70", -480: "347.70"},
    )

    assert ("WATER", Decimal(451), "CCF") in usage(bill)


def test_services_take_the_quantity_of_the_only_charge() -> None:
    bill = the_bill({40: "Electric Charges 5,400 kWh", -480: "$151.00"})

    assert usage(bill) == [("ELECTRICITY", Decimal(5400), "kWh")]

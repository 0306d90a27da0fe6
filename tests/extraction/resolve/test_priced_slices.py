"""Usage in slices with a price each: around a new price, by hours, by tiers; the same energy charged twice."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill
from billhook.extraction.resolve.priced_slices import slices_of
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import Row, bill_of, candidates_of, text_of_rows

HEAD: tuple[Row, ...] = (
    {40: "Brindle Power", 400: "Electricity bill"},
    {40: "Account number", 200: "4455667788"},
    {40: "Covering: 2 Mar 2026 - 31 Mar 2026"},
)
OLD_PRICE: Row = {40: "Unit rate 2 Mar 26 - 10 Mar 26", 220: "90.5 kWh at 20.00p per kWh", -500: "£18.10"}
NEW_PRICE: Row = {40: "Unit rate 10 Mar 26 - 31 Mar 26", 220: "210.0 kWh at 25.00p per kWh", -500: "£52.50"}
TOTAL: Row = {40: "Total amount due", -500: "£70.60"}


def _slices(quantity: str, *rows: Row) -> set[Decimal]:
    found = slices_of(Quantity(Decimal(quantity), "kWh"), candidates_of(*HEAD, TOTAL, *rows).charge_rows)
    return {part.value.value for part in found}


def _bill(*rows: Row) -> Bill:
    return bill_of(text_of_rows(*HEAD, TOTAL, *rows))


def test_slices_of_finds_parts_at_two_prices() -> None:
    assert _slices("210.0", OLD_PRICE, NEW_PRICE) == {Decimal("90.5"), Decimal("210.0")}


def test_slices_of_finds_times_of_use() -> None:
    peak: Row = {40: "Energy on peak", 200: "50 kWh x $0.30000", -500: "$15.00"}
    off_peak: Row = {40: "Energy off peak", 200: "80 kWh x $0.10000", -500: "$8.00"}

    assert _slices("80", peak, off_peak) == {Decimal(50), Decimal(80)}


def test_slices_of_is_empty_for_the_same_energy_charged_twice() -> None:
    supply: Row = {40: "Supply charge", 200: "120 kWh x $0.10000", -500: "$12.00"}
    delivery: Row = {40: "Delivery charge", 200: "120 kWh x $0.05000", -500: "$6.00"}

    assert _slices("120", supply, delivery) == set()


def test_slices_of_is_empty_for_the_sum_of_the_others() -> None:
    whole: Row = {40: "Energy charge", 200: "130 kWh x $0.02000", -500: "$2.60"}
    first: Row = {40: "Energy charge", 200: "50 kWh x $0.10000", -500: "$5.00"}
    second: Row = {40: "Energy charge", 200: "80 kWh x $0.20000", -500: "$16.00"}

    assert _slices("130", whole, first, second) == set()


def test_bill_in_slices_has_their_sum_and_the_whole_period() -> None:
    (entry,) = _bill(OLD_PRICE, NEW_PRICE).usage_data

    assert (entry.usage, entry.usage_units) == (Decimal("300.5"), "kWh")
    assert (entry.start_date, entry.end_date) == (date(2026, 3, 2), date(2026, 3, 31))
    assert entry.is_implied

"""Units by every spelling, amounts without decimals, and words of times of use."""

from decimal import Decimal

import pytest

from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.numbers import POINT, numbers
from billhook.extraction.text.units import (
    has_no_decimals,
    is_billed_for,
    mark_whole_amounts,
    of_charge,
    of_register,
    unit_after,
    units_in,
)
from tests.extraction.pages import text_of_rows


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (" kWh", "kWh"),
        ("kwh", "kWh"),
        (" KWH used", "kWh"),
        (" therms", "therms"),
        (" Therm", "therms"),
        (" CCF", "CCF"),
        (" m³", "m³"),
        (" m3", "m³"),
        (" Smc", "Smc"),
        (" GAL", "gal"),
        (" 1,000 gallons", "kgal"),
        (" kgal", "kgal"),
        (" MJ", "MJ"),
        (" kW", "kW"),
        (" kVAr", "kVAR"),
        (" onkwh", "kWh"),
        (" offkWh", "kWh"),
    ],
)
def test_unit_after_recognises_every_spelling(text: str, unit: str) -> None:
    found = unit_after(f"12{text}", 2)

    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize("text", [" days", " kWhatever", " kWh/day", "", " EUR"])
def test_unit_after_skips_other_words(text: str) -> None:
    assert unit_after(f"12{text}", 2) is None


def test_units_in_skips_units_of_rates() -> None:
    assert [found.unit for found in units_in("Verbrauch in kWh")] == ["kWh"]
    assert units_in("price per kWh") == ()
    assert units_in("12 ct/kWh") == ()


def test_unit_after_recognises_two_words() -> None:
    for text, unit in (("Cu M", "m³"), ("cubic metres", "m³"), ("kilowatt hours", "kWh")):
        found = unit_after(f"12.4 {text}", 4)

        assert found is not None
        assert found.unit == unit


def test_units_in_multiplies_gallons_only() -> None:
    assert units_in("100 kWh") == units_in("1,000 kWh") == ()
    assert [unit.unit for unit in units_in("Usage in 100 gal")] == ["100 gal"]


@pytest.mark.parametrize(
    ("billed", "unit", "metered", "volume", "held"),
    [
        ("480.3", "kWh", "42.7", "m³", True),
        ("4241", "MJ", "112", "m³", True),
        ("4241", "kWh", "112", "m³", False),
        ("2241", "MJ", "112", "m³", False),
        ("136", "therms", "133", "CCF", True),
        ("266.22", "Smc", "261", "m³", True),
        ("1104", "Smc", "261", "m³", False),
    ],
)
def test_is_billed_for_accepts_plausible_conversion(
    billed: str, unit: str, metered: str, volume: str, held: bool
) -> None:
    assert is_billed_for(Decimal(billed), unit, Decimal(metered), volume) is held


@pytest.mark.parametrize(("currency", "expected"), [("CLP", True), ("HUF", True), ("USD", False), (None, False)])
def test_has_no_decimals_follows_the_currency(currency: str | None, expected: bool) -> None:
    assert has_no_decimals(currency) is expected


@pytest.mark.parametrize(
    ("text", "is_amount"),
    [("3,900", True), ("900", True), ("39001", False), ("3,900 kWh", False), ("No 900", False), ("3,900.50", False)],
)
def test_mark_whole_amounts_needs_groups_or_few_figures(text: str, is_amount: bool) -> None:
    (number,) = mark_whole_amounts(numbers(text, POINT), text)

    assert number.whole is is_amount


def test_mark_whole_amounts_leaves_numbers_beside_signed_amounts() -> None:
    (number,) = mark_whole_amounts(numbers("250", POINT), "250", is_row_signed=True)

    assert not number.whole


@pytest.mark.parametrize(
    ("words", "name"), [("Off-Peak", "OFF_PEAK"), ("HT", "PEAK"), ("F2", "SHOULDER"), ("Meter 4", None), ("", None)]
)
def test_time_of_use_of_register_needs_the_whole_description(words: str, name: str | None) -> None:
    assert of_register(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Super Off-Peak energy", "OFF_PEAK"),
        ("On-Peak kWh summer", "PEAK"),
        ("Energía valle", "OFF_PEAK"),
        ("Consommation heures pleines", "PEAK"),
        ("Spesa per l'energia fascia F23", "OFF_PEAK"),
        ("Day units", "PEAK"),
        ("Abonnement HT", None),
        ("Peak demand", None),
        ("Supply for 30 days", None),
    ],
)
def test_time_of_use_of_charge_finds_a_phrase_among_words(words: str, name: str | None) -> None:
    assert of_charge(normalized(words).split()) == name


def test_extract_sets_time_of_use_of_line_items() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Service period", 200: "02/10/2026 - 03/11/2026"},
        {40: "On-peak energy 200 kWh @ $0.30", -400: "$60.00"},
        {40: "Off-peak energy 500 kWh @ $0.10", -400: "$50.00"},
        {40: "Customer charge", -400: "$12.00"},
        {40: "Total amount due", -400: "$122.00"},
    )

    (bill,) = extract(reading).bills

    assert [item.electricity_time_of_use for item in bill.line_items] == ["PEAK", "OFF_PEAK", None]

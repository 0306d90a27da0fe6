"""Units by every spelling; what is counted per unit is no quantity of it."""

from decimal import Decimal

import pytest

from billhook.extraction.text.units import is_billed_for, unit_after, units_in


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
    ],
)
def test_a_unit_is_known_by_its_spellings(text: str, unit: str) -> None:
    found = unit_after(f"12{text}", 2)

    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize("text", [" days", " kWhatever", " kWh/day", "", " EUR"])
def test_other_words_are_no_units(text: str) -> None:
    assert unit_after(f"12{text}", 2) is None


def test_a_unit_that_something_is_counted_per_is_not_one_of_the_texts_units() -> None:
    assert [found.unit for found in units_in("Verbrauch in kWh")] == ["kWh"]
    assert units_in("price per kWh") == []
    assert units_in("12 ct/kWh") == []


def test_a_unit_may_be_two_words() -> None:
    for text, unit in (("Cu M", "m³"), ("cubic metres", "m³"), ("kilowatt hours", "kWh")):
        found = unit_after(f"12.4 {text}", 4)

        assert found is not None
        assert found.unit == unit


def test_a_hundred_of_anything_but_gallons_is_a_quantity_and_no_unit() -> None:
    assert units_in("100 kWh") == units_in("1,000 kWh") == []
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
def test_what_a_volume_of_gas_is_billed_as(billed: str, unit: str, metered: str, volume: str, held: bool) -> None:
    assert is_billed_for(Decimal(billed), unit, Decimal(metered), volume) is held

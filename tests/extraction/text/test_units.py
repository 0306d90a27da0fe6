"""Units by every spelling; a unit of a rate is no quantity."""

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
    assert units_in("price per kWh") == []
    assert units_in("12 ct/kWh") == []


def test_unit_after_recognises_two_words() -> None:
    for text, unit in (("Cu M", "m³"), ("cubic metres", "m³"), ("kilowatt hours", "kWh")):
        found = unit_after(f"12.4 {text}", 4)

        assert found is not None
        assert found.unit == unit


def test_units_in_multiplies_gallons_only() -> None:
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
def test_is_billed_for_accepts_plausible_conversion(
    billed: str, unit: str, metered: str, volume: str, held: bool
) -> None:
    assert is_billed_for(Decimal(billed), unit, Decimal(metered), volume) is held

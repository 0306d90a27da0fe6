"""Times of use by the names of registers and in the words of charges."""

import pytest

from billhook.extraction import extract
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.time_of_use import of_charge, of_register
from tests.extraction.pages import text_of_rows


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

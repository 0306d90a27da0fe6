"""Check digits: published numbers pass, and every other last digit fails."""

import pytest

from billhook.extraction.text.check_digits import (
    gs1,
    has_gs1,
    has_iso_7064,
    has_luhn,
    luhn,
    mod_37,
    mod_97,
    recursive_mod_10,
    weighted_sum,
)


def test_luhn_gives_last_digit_of_published_number() -> None:
    assert luhn("7992739871") == 3
    assert [digit for digit in range(10) if has_luhn(f"7992739871{digit}")] == [3]
    assert not has_luhn("0")


def test_gs1_gives_last_digit_of_published_numbers() -> None:
    assert (gs1("400638133393"), gs1("37610425002123456")) == (1, 9)
    assert [digit for digit in range(10) if has_gs1(f"400638133393{digit}")] == [1]


def test_recursive_mod_10_gives_last_digit_of_swiss_reference() -> None:
    assert recursive_mod_10("21000000000313947143000901") == 7


def test_iso_7064_accepts_published_iban_and_reference_only() -> None:
    assert has_iso_7064("GB82WEST12345698765432")
    assert has_iso_7064("RF18539007547034")
    assert not has_iso_7064("RF18539007547043")
    assert not has_iso_7064("RF18")
    assert mod_97("98") == 1


def test_mod_37_gives_last_character_of_published_eic() -> None:
    assert mod_37("22XWATTPLUS----") == "G"


def test_weighted_sum_repeats_weights_from_the_right() -> None:
    assert weighted_sum("12345", (7, 3, 1)) == 5 * 7 + 4 * 3 + 3 * 1 + 2 * 7 + 1 * 3


def test_check_digit_of_other_text_raises() -> None:
    with pytest.raises(ValueError):
        luhn("12a")

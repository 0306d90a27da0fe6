"""Identifiers of meter points: published numbers, an independent library, and numbers with one other digit."""

import random

import pytest
from stdnum.es import cups
from stdnum.eu import eic

from billhook.extraction.text.meter_point_ids import (
    SCHEMES,
    corrected_id,
    is_valid_id,
    plain_id,
    scheme_of,
    verdict,
)

PUBLISHED = [
    ("CUPS", "ES 1234 1234 5678 9012 JY 1F"),
    ("CUPS", "ES1234123456789012JY"),
    ("MPAN", "1800021679848"),
    ("MPAN", "01 801 100 18 0002 1679 848"),
    ("MPRN", "3938424403"),
    ("NMI", "30756218758"),
    ("NMI", "QAAAVZZZZZ3"),
    ("NMI", "20019857328"),
    ("MALO", "41373559241"),
    ("MALO", "4866 2918 097"),
    ("EAN", "37 6104250021234569"),
    ("EIC", "22XWATTPLUS----G"),
]


@pytest.mark.parametrize(("scheme", "number"), PUBLISHED)
def test_published_number_is_valid(scheme: str, number: str) -> None:
    assert is_valid_id(scheme, number)


@pytest.mark.parametrize(("scheme", "number"), PUBLISHED)
def test_number_with_one_other_digit_is_wrong(scheme: str, number: str) -> None:
    digits = [at for at, letter in enumerate(number) if letter.isdigit()]
    core = digits[8:] if len(plain_id(number)) == 21 else digits
    core = core[: 16 if scheme == "CUPS" else len(core)]
    changed = [f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}" for at in core]

    passing = [item for item in changed if is_valid_id(scheme, item)]
    assert len(passing) <= (1 if scheme == "NMI" else 0)


def test_iberian_and_eic_letters_match_an_independent_library() -> None:
    draw = random.Random(4)
    for _ in range(200):
        body = "".join(draw.choices("0123456789", k=16))
        assert is_valid_id("CUPS", f"ES{body}{cups.calc_check_digits(f'ES{body}')}")
        assert is_valid_id("CPE", f"PT{body}{cups.calc_check_digits(f'ES{body}')}")
        code = "27X" + "".join(draw.choices("0123456789ABCXYZ-", k=12))
        if (check := eic.calc_check_digit(code)) != "-":
            assert is_valid_id("EIC", code + check)


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("MPRN", "10301234567"),
        ("MPRN", "12345"),
        ("MPAN", "12345"),
        ("NMI", "3075621875"),
        ("EAN", "4006381333931"),
        ("MALO", "01373559241"),
        ("POD", "IT001E12345678"),
        ("METER", "1234567"),
    ],
)
def test_number_without_check_digits_has_no_verdict(scheme: str, number: str) -> None:
    assert verdict(scheme, number) is None


@pytest.mark.parametrize(
    ("number", "scheme"),
    [
        ("ES1234123456789012JY1F", "CUPS"),
        ("ES1234123456789012JX1F", None),
        ("376104250021234569", "EAN"),
        ("DE 00056 26680 2AO6G56M11SN51G21M24S", "MELO"),
        ("AT0010000000000000001000000123456", "ZAEHLPUNKT"),
        ("1800021679848", None),
    ],
)
def test_scheme_of_number_follows_from_its_shape(number: str, scheme: str | None) -> None:
    assert scheme_of(number) == scheme


def test_corrected_id_replaces_the_only_confusion_that_passes() -> None:
    assert corrected_id("CUPS", "ES1234I23456789012JY1F") == "ES1234123456789012JY1F"
    assert corrected_id("MPAN", "18000216798A8") is None
    assert corrected_id("CUPS", "ES9999999999999999AA") is None


def test_schemes_are_those_with_a_rule() -> None:
    assert {scheme for scheme, _ in PUBLISHED} | {"CPE"} == SCHEMES

"""Numbers in the notations of many countries."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.extraction.text.numbers import COMMA, POINT, currencies_in, decimal_mark, numbers
from billhook.local.samples.sample_bill import continental, us_money


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("$1,234.56", POINT, "1234.56"),
        ("1.234,56 €", COMMA, "1234.56"),
        ("1 234,56 €", COMMA, "1234.56"),
        ("1\u00a0234,56 €", COMMA, "1234.56"),
        ("1\u202f234,56", COMMA, "1234.56"),
        ("CHF 1'234.50", POINT, "1234.50"),
        ("₹12,34,567.00", POINT, "1234567.00"),
        ("R$ 76,66", COMMA, "76.66"),
        ("AED 475.00", POINT, "475.00"),
        ("-$46.16", POINT, "-46.16"),
        ("$-46.16", POINT, "-46.16"),
        ("- 46.16", POINT, "-46.16"),
        ("($46.16)", POINT, "-46.16"),
        ("46,16-", COMMA, "-46.16"),
        ("$46.16CR", POINT, "-46.16"),
        ("$46.16 CR", POINT, "-46.16"),
        ("£46.16 in credit", POINT, "-46.16"),
        ("£46.16 credit", POINT, "-46.16"),
        ("(46,16 €)", COMMA, "-46.16"),
        ("Steuer darin (46,16 €)", COMMA, "46.16"),
        ("+ 22.45", POINT, "22.45"),
        ("$.38", POINT, "0.38"),
        ("$112. 07", POINT, "112.07"),
        ("$ 12 34", POINT, "12.34"),
        ("0,95954601", COMMA, "0.95954601"),
        ("1.234", POINT, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1,234", COMMA, "1.234"),
        ("1,234", POINT, "1234"),
        ("12 345", COMMA, "12345"),
        ("8 581 kWh", COMMA, "8581"),
    ],
)
def test_numbers_parses_every_notation(text: str, mark: str, value: str) -> None:
    found = numbers(text, mark)

    assert [str(number.value) for number in found] == [value]


@pytest.mark.parametrize(
    "text", ["19L0044118", "06/01/2025", "1-800-555-0134", "10:45", "68°", "A12", "HT-3", "192.168.1.1"]
)
def test_numbers_skips_dates_telephones_times_and_codes(text: str) -> None:
    assert numbers(text, POINT) == []


@pytest.mark.parametrize(
    ("text", "is_money"),
    [
        ("12.34", True),
        ("$12", True),
        ("14.80 Rp.", False),
        ("12 EUR", True),
        ("12", False),
        ("0.12345", False),
        ("12.34 ct/kWh", False),
        ("9.3¢", False),
    ],
)
def test_is_money_needs_two_decimals_or_currency(text: str, is_money: bool) -> None:
    found = numbers(text, POINT)

    assert [number.is_money for number in found] == [is_money]


def test_decimal_mark_is_that_of_most_numbers() -> None:
    assert decimal_mark("1.234,56 and 7,89 but 10.50") == COMMA
    assert decimal_mark("1,234.56 and 7.89") == POINT
    assert decimal_mark("no numbers here", COMMA) == COMMA


@given(st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2))
def test_numbers_returns_the_amount_that_was_formatted(amount: Decimal) -> None:
    american = numbers(us_money(amount), POINT)
    german = numbers(f"{continental(amount)} €", COMMA)
    french = numbers(f"{continental(amount, thousands=chr(0xA0))} €", COMMA)

    assert [found[0].value for found in (american, german, french)] == [amount] * 3


@given(st.text(max_size=60))
def test_numbers_accepts_any_text(text: str) -> None:
    for number in numbers(text, POINT):
        assert text[number.start : number.end].strip()


@pytest.mark.parametrize(
    ("printed", "currencies"),
    [
        ("€ 12.50 or £ 3", {"EUR", "GBP"}),
        ("US$ 12 and CA$ 7, A$3, NZ$4", {"USD", "CAD", "AUD", "NZD"}),
        ("R 1 204.50", set()),
        ("R$ 1.204,50", {"BRL"}),
        ("YR 12.50 at HR 1", set()),
        ("Rs. 500 or RM 20", {"MYR"}),
        ("ARMS, SRs, Fr.", {"CHF"}),
        ("12 EUR, 3 CHF", {"EUR", "CHF"}),
        ("S/ 12.50", {"PEN"}),
        ("A. Kumar S/O B. Kumar, by email/SMS/post", set()),
        ("EURO USDX aUSD THE", set()),
        ("12 zł, 4 Kč, S/ 9", {"PLN", "CZK", "PEN"}),
    ],
)
def test_currencies_in_finds_signs_and_codes(printed: str, currencies: set[str]) -> None:
    assert currencies_in(printed) == currencies

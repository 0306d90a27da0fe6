"""Country and currency from postcodes, tax numbers, signs and codes."""

import pytest

from billhook.extraction.language.region import currencies_in
from tests.extraction.pages import view_of


@pytest.mark.parametrize(
    ("printed", "country"),
    [
        ("Springfield, IL 62704", "US"),
        ("Leeds LS1 4AP", "GB"),
        ("Toronto M5V 2T6", "CA"),
        ("Sydney NSW 2000", "AU"),
        ("Dublin D02 X285", "IE"),
        ("Castlebar, Co. Mayo", "IE"),
        ("VAT IE1234567A", "IE"),
        ("CHE-123.456.789", "CH"),
        ("VAT Reg. No. 4123456789", "ZA"),
        ("Bengaluru - 560001", "IN"),
    ],
)
def test_country_follows_postcode_or_tax_number(printed: str, country: str) -> None:
    doc = view_of({40: "the bill for your account"}, {40: printed})

    assert doc.locale.country == country


@pytest.mark.parametrize(
    ("printed", "currencies"),
    [
        ("€ 12.50 or £ 3", {"EUR", "GBP"}),
        ("US$ 12 and CA$ 7, A$3, NZ$4", {"USD", "CAD", "AUD", "NZD"}),
        ("R 1 204.50", {"ZAR"}),
        ("R$ 1.204,50", {"BRL"}),
        ("YR 12.50 at HR 1", set()),
        ("Rs. 500 or RM 20", {"INR", "MYR"}),
        ("ARMS, SRs, Fr.", {"CHF"}),
        ("12 EUR, 3 CHF", {"EUR", "CHF"}),
        ("EURO USDX aUSD THE", set()),
        ("12 zł, 4 Kč, S/ 9", {"PLN", "CZK", "PEN"}),
    ],
)
def test_currencies_in_finds_signs_and_codes(printed: str, currencies: set[str]) -> None:
    assert currencies_in(printed) == currencies

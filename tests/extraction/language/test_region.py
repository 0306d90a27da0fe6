"""Country and currency from postcodes, tax numbers, signs and codes."""

import pytest

from tests.extraction.pages import annotated_rows


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
    doc = annotated_rows({40: "the bill for your account"}, {40: printed})

    assert doc.locale.country == country


@pytest.mark.parametrize(
    ("printed", "currency"),
    [
        ("Market Road, Lahore", "PKR"),
        ("Lake Road, Kandy", "LKR"),
        ("Hill Road, Kathmandu, Nepal", "NPR"),
        ("Quay Street, Port Louis", "MUR"),
        ("Station Road, Mumbai", "INR"),
        ("www.north-power.pk", "PKR"),
        ("Call +94 11 200 0000", "LKR"),
        ("", "INR"),
    ],
)
def test_currency_of_rupees_follows_the_country(printed: str, currency: str) -> None:
    doc = annotated_rows({40: "the bill for your account"}, {40: printed}, {40: "Total due", 300: "Rs. 1,200.00"})

    assert doc.locale.currency == currency


@pytest.mark.parametrize(("printed", "currency"), [("Montego Bay, Jamaica", "JMD"), ("San Fernando, Trinidad", "TTD")])
def test_currency_of_dollars_follows_the_country(printed: str, currency: str) -> None:
    doc = annotated_rows({40: "the bill for your account"}, {40: printed}, {40: "Total due", 300: "$1,200.00"})

    assert doc.locale.currency == currency


def test_currency_of_an_r_before_lakh_groups_is_the_rupee() -> None:
    doc = annotated_rows({40: "the bill for your account"}, {40: "Total due", 300: "R 1,23,456.00"})

    assert doc.locale.currency == "INR"


def test_country_without_the_printed_sign_yields_to_one_with_it() -> None:
    doc = annotated_rows(
        {40: "Factura de su consumo de energía"}, {40: "Bogotá"}, {40: "Total a pagar", 300: "$145.000"}
    )

    assert (doc.locale.country, doc.locale.currency) == ("CO", "COP")

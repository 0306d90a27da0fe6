"""Countries and currencies: every file is read, and its facts fit each other."""

import re

import pytest

from billhook.extraction.data.country import countries, currencies, home_of
from billhook.extraction.data.language import languages


@pytest.mark.parametrize("code", countries())
def test_country_uses_known_currency_and_valid_shapes(code: str) -> None:
    country = countries()[code]

    assert country.currency == "" or country.currency in currencies()
    assert all(re.compile(shape.pattern) and re.compile(shape.contains) for shape in country.shapes)
    assert country.words.keys() <= languages().keys()
    assert all(0 < rate < 30 for rates in country.taxes.values() for rate in rates)


def test_countries_are_in_order_of_precedence() -> None:
    assert [country for country in countries() if country in {"US", "GB", "AD", "CA"}] == ["US", "GB", "CA", "AD"]


@pytest.mark.parametrize(("currency", "country"), [("CHF", "CH"), ("EUR", None), ("XOF", None), (None, None)])
def test_home_of_currency_is_country_of_its_first_letters(currency: str | None, country: str | None) -> None:
    home = home_of(currency)

    assert (home.code if home else None) == country


def test_currencies_without_decimals_say_so() -> None:
    assert {code for code, currency in currencies().items() if currency.decimals == 0} == {
        "COP", "CLP", "PYG", "JPY", "KRW", "VND", "IDR", "HUF", "ISK", "UGX", "TZS", "XOF", "XAF",
    }  # fmt: skip


def test_shared_sign_has_at_most_one_default_currency() -> None:
    defaults = [sign.text for currency in currencies().values() for sign in currency.signs if sign.default]

    assert sorted(defaults) == ["$", "R", "Rs", "kr"]


def test_unshared_sign_belongs_to_one_currency() -> None:
    signs = [sign.text for currency in currencies().values() for sign in currency.signs if not sign.shared]

    assert len(signs) == len(set(signs))

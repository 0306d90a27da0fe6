"""Currency codes of ``chargesUnits``."""

from billhook.domain.currency import CODES, KNOWN
from billhook.extraction.data.country import countries
from billhook.extraction.text.numbers import currency_codes


def test_currency_codes_are_168_distinct_codes() -> None:
    assert len(CODES) == len(KNOWN) == 168
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CODES)


def test_currency_codes_include_all_that_extraction_can_find() -> None:
    assert currency_codes() <= KNOWN
    assert {country.currency for country in countries().values() if country.currency} <= KNOWN

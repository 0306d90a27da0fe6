"""Language detection on bills of every country."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from billhook.extraction.annotate.document import annotate
from billhook.extraction.language.lexicon import lexicon
from billhook.extraction.language.region import detect_language
from billhook.extraction.layout.lines import lay_out
from billhook.extraction.pipeline.pipeline import extract
from tests.bills import open as in_the_open
from tests.bills.countries import COMMON, COUNTRIES
from tests.bills.further_countries import FURTHER
from tests.extraction.pages import text_of_rows

SEEDS = range(700, 712)
HEADERS = (700, 701, 702, 703)


@pytest.mark.parametrize("country", COUNTRIES)
def test_language_of_bill_is_that_of_its_country(country: str) -> None:
    detected = Counter(detect_language(lay_out(in_the_open.bill(seed, country).reading)) for seed in SEEDS)

    assert detected == {COUNTRIES[country].language: len(SEEDS)}


@pytest.mark.parametrize("country", COMMON)
def test_bill_in_primary_language_has_primary_lexicon(country: str) -> None:
    doc = annotate(in_the_open.bill(3, country).reading)

    assert doc.lexicon is lexicon()


@pytest.mark.parametrize("country", FURTHER)
def test_bill_in_secondary_language_has_its_labels(country: str) -> None:
    doc = annotate(in_the_open.bill(3, country).reading)

    assert doc.lexicon.secondary == COUNTRIES[country].language
    assert {"account_number", "bill_date", "due_date", "total_charges", "usage"} <= doc.labels.keys()


@pytest.mark.parametrize("country", FURTHER)
@pytest.mark.parametrize("seed", HEADERS)
def test_extract_reads_header_in_secondary_language(country: str, seed: int) -> None:
    made = in_the_open.bill(seed, country)
    truth = made.truth

    (bill,) = extract(made.reading).bills

    header = (bill.bill_date, bill.due_date, bill.total_charges, bill.charges_units)
    days = (date.fromisoformat(truth["bill_date"]), date.fromisoformat(truth["due_date"]))
    assert header == (*days, Decimal(str(truth["total_due"])), truth["currency"])
    assert re.sub(r"\W", "", bill.account_number or "") == re.sub(r"\W", "", truth["account_number"])


def test_language_of_page_without_words_is_english() -> None:
    assert detect_language(lay_out(text_of_rows({40: "4471", 120: "88.20"}))) == "en"


def test_region_ignores_postcodes_of_other_languages() -> None:
    doc = annotate(in_the_open.bill(5000, "DK").reading)

    codes = [cell.text for cell in doc.layout.cells if re.fullmatch(r"\d{4}-\d{3}", cell.text)]
    assert codes != []
    assert (doc.locale.country, doc.locale.currency) == ("DK", "DKK")

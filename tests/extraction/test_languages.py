"""Every document speaks one language: each is told from all others, and none takes another's bills."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from billhook.extraction import extract
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.language.detect import language_of
from billhook.extraction.language.lexicon import lexicon
from billhook.extraction.layout.lines import lay_out
from tests.bills import open as in_the_open
from tests.bills.countries import COMMON, COUNTRIES
from tests.bills.further_countries import FURTHER
from tests.extraction.pages import reading_of

SEEDS = range(700, 712)
HEADERS = (700, 701, 702, 703)


@pytest.mark.parametrize("country", COUNTRIES)
def test_bills_of_every_country_speak_its_language(country: str) -> None:
    told = Counter(language_of(lay_out(in_the_open.bill(seed, country).reading)) for seed in SEEDS)

    assert told == {COUNTRIES[country].language: len(SEEDS)}


@pytest.mark.parametrize("country", COMMON)
def test_a_bill_in_a_common_language_knows_no_further_one(country: str) -> None:
    doc = AnnotatedDocument(in_the_open.bill(3, country).reading)

    assert doc.words is lexicon()


@pytest.mark.parametrize("country", FURTHER)
def test_the_labels_of_a_further_language_are_known_to_its_bills(country: str) -> None:
    doc = AnnotatedDocument(in_the_open.bill(3, country).reading)

    assert doc.words.secondary == COUNTRIES[country].language
    assert {"account_number", "bill_date", "due_date", "total_charges", "usage"} <= doc.hits.keys()


@pytest.mark.parametrize("country", FURTHER)
@pytest.mark.parametrize("seed", HEADERS)
def test_the_header_of_a_bill_in_a_further_language_comes_out(country: str, seed: int) -> None:
    made = in_the_open.bill(seed, country)
    truth = made.truth

    (bill,) = extract(made.reading).bills

    said = (bill.bill_date, bill.due_date, bill.total_charges, bill.charges_units)
    days = (date.fromisoformat(truth["bill_date"]), date.fromisoformat(truth["due_date"]))
    assert said == (*days, Decimal(str(truth["total_due"])), truth["currency"])
    assert re.sub(r"\W", "", bill.account_number or "") == re.sub(r"\W", "", truth["account_number"])


def test_a_page_without_words_of_any_language_is_taken_for_english() -> None:
    assert language_of(lay_out(reading_of({40: "4471", 120: "88.20"}))) == "en"


def test_a_code_with_the_shape_of_a_postcode_makes_no_bill_of_another_language_theirs() -> None:
    doc = AnnotatedDocument(in_the_open.bill(5000, "DK").reading)

    codes = [cell.text for cell in doc.layout.cells if re.fullmatch(r"\d{4}-\d{3}", cell.text)]
    assert codes != []
    assert (doc.locale.country, doc.locale.currency) == ("DK", "DKK")

"""Kinds of document, and the services that quantities and charges belong to."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billhook.domain.bill import Commodity
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention
from billhook.extraction.layout.lines import Cell
from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.resolve.classification import (
    ENOUGH,
    ClassificationFeatures,
    Commodities,
    default_unit,
    score,
)
from tests.extraction.pages import Row, annotated_rows, text_of_rows

OTHERS: dict[str, list[Row]] = {
    "broadband invoice": [
        {40: "Harrow Fibre Inc", -500: "Invoice"},
        {40: "Account number", 200: "88123456"},
        {40: "Invoice date", 200: "Mar 3, 2025"},
        {40: "Billing period", 200: "Feb 1, 2025 - Feb 28, 2025"},
        {40: "Previous balance", -400: "$60.00"},
        {40: "Internet plan 500 Mbps", -400: "$55.00"},
        {40: "Data usage 312 GB"},
        {40: "Taxes and fees", -400: "$5.00"},
        {40: "Total amount due", -400: "$60.00"},
    ],
    "payment reminder": [
        {40: "Stadtwerke Erlenbach GmbH"},
        {40: "Zahlungserinnerung"},
        {40: "Kundennummer:", 200: "123456789"},
        {40: "Rechnung vom 01.02.2025 Nr. 8812345"},
        {40: "Offener Betrag", -400: "123,45 €"},
        {40: "Mahngebühr", -400: "2,50 €"},
        {40: "Gesamtforderung", -400: "125,95 €"},
    ],
    "receipt of a charging station": [
        {40: "Receipt"},
        {40: "Session 03/05/2025 10:12"},
        {40: "Energy delivered", -400: "31.5 kWh"},
        {40: "Price per kWh", -400: "$0.42"},
        {40: "Total", -400: "$13.23"},
    ],
    "tariff sheet": [
        {40: "Residential electric service, rates effective Jan 1, 2025"},
        {40: "Customer charge per month", -400: "$12.00"},
        {40: "Energy charge per kWh", -400: "$0.1312"},
        {40: "First 500 kWh", -400: "$0.11"},
    ],
    "rent": [
        {40: "Tenant statement"},
        {40: "Due date", 200: "Mar 1, 2025"},
        {40: "Rent", -400: "$1,500.00"},
        {40: "Water and trash", -400: "$65.00"},
        {40: "Total due", -400: "$1,565.00"},
    ],
    "appliances": [
        {40: "Kitchen invoice 88123"},
        {40: "Invoice date", 200: "03/05/2025"},
        {40: "Electric water heater 50 gal", 200: "1", -400: "$650.00"},
        {40: "Gas range", 200: "1", -400: "$900.00"},
        {40: "Dishwasher 245 kWh/year", 200: "1", -400: "$700.00"},
        {40: "Total due", -400: "$2,250.00"},
    ],
    "solar proposal": [
        {40: "Solar proposal, system size 7.2 kW"},
        {40: "Estimated annual production", -400: "9,800 kWh"},
        {40: "Your current usage", -400: "10,200 kWh"},
        {40: "Total", -400: "$18,400.00"},
    ],
    "letter": [
        {40: "Dear customer, the price of electricity changes on Mar 1, 2025."},
        {40: "Your new rate is $0.1312 per kWh; the customer charge stays at $12.00 a month."},
        {40: "Questions about your electric service? Call us."},
    ],
}


@pytest.mark.parametrize("name", OTHERS)
def test_classification_of_other_document_has_reason(name: str) -> None:
    extraction = extract(text_of_rows(*OTHERS[name]))

    assert not extraction.is_utility_bill
    assert extraction.reason


def test_classification_accepts_smallest_bill() -> None:
    extraction = extract(
        text_of_rows(
            {40: "Water bill"},
            {40: "Account number", 200: "88123456"},
            {40: "Service period", 200: "01/02/2025 - 02/01/2025"},
            {40: "Meter number", 200: "5512345"},
            {40: "Usage", 200: "3,200 gallons"},
            {40: "Amount due", 200: "$41.10"},
        )
    )

    assert extraction.is_utility_bill


WORDS = st.one_of(
    st.sampled_from(
        ["Total", "due", "$12.34", "kWh", "Meter", "03/04/2025", "-", "1.234,56", "Previous", "to", "2024"]
    ),
    st.text(min_size=1, max_size=12),
)
PLACES = st.floats(0, 0.95, allow_nan=False)


@given(st.lists(st.tuples(WORDS, PLACES, PLACES), max_size=60), st.sampled_from([Route.TEXT_LAYER, Route.LOCAL_OCR]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_classification_survives_any_words(heap: list[tuple[str, float, float]], route: Route) -> None:
    words = tuple(Word(text, Box(x, y, x + 0.05, y + 0.012)) for text, x, y in heap)

    extraction = extract(DocumentText((PageText(1, 612, 792, route, words),)))

    assert extraction.bills or extraction.reason


def test_classification_of_repetitive_file_ends() -> None:
    rows = [{40: f"Charge {number % 7}", -300: "$1.00", -500: "$2.00"} for number in range(40)]
    page = text_of_rows({40: "Total amount due", -300: "$40.00"}, *rows).pages[0]

    extraction = extract(
        DocumentText(tuple(PageText(number, 612, 792, page.route, page.words) for number in range(1, 41)))
    )

    assert not extraction.is_utility_bill


@pytest.mark.parametrize(
    ("text", "word"),
    [("Second reminder", "reminder"), ("Quotation", "quote"), ("Internet service", "telecom"), ("Invoice", "invoice")],
)
def test_other_kind_is_first_word_of_reason(text: str, word: str) -> None:
    extraction = extract(text_of_rows({40: text}, {40: "Amount", -300: "$12.00"}))

    assert (extraction.reason or "").split(":")[0] == word


def test_extract_flat_rate_with_rolling_balance_is_bill() -> None:
    """Nothing is metered; account, balances and a charge for a service are evidence enough."""
    reading = text_of_rows(
        {40: "Fernside Drainage Board", -500: "Statement of charges"},
        {40: "Account number", 200: "6120044-09"},
        {40: "Service period", 200: "4/1/2026 to 6/30/2026"},
        {40: "Bill date", 200: "7/6/2026"},
        {40: "Due date", 200: "7/27/2026"},
        {40: "Payments by check: keep your receipt, cash is not accepted"},
        {40: "Previous balance", -400: "41.35"},
        {40: "Payments received", -400: "-41.35"},
        {40: "Sewer service", -400: "43.80"},
        {40: "Total current charges", -400: "43.80"},
        {40: "Total amount due", -400: "43.80"},
    )

    (bill,) = extract(reading).bills

    assert str(bill.total_charges) == "43.80"


ELECTRICITY, GAS, WATER, SEWER = Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER, Commodity.SEWER


def named(**votes: float) -> Commodities:
    return Commodities(CandidateSet(commodity_votes={Commodity(name): count for name, count in votes.items()}))


def cell() -> Cell:
    return annotated_rows({40: "12"}).layout.cells[0]


def test_main_is_most_named_service() -> None:
    assert named(GAS=3, WATER=9).main is WATER
    assert named().main is Commodity.MISC


def test_billed_services_are_named_often_enough() -> None:
    assert named(ELECTRICITY=20, GAS=5, WATER=2).billed([]) == {ELECTRICITY, GAS}


def test_billed_services_include_those_of_units() -> None:
    assert named(ELECTRICITY=20).billed(["therms"]) == {ELECTRICITY, GAS}


def test_billed_water_with_kilowatt_hours_includes_energy() -> None:
    assert named(WATER=9).billed(["kWh"]) == {WATER, ELECTRICITY}


def test_billed_sewer_only_is_water() -> None:
    assert named(SEWER=9).billed([]) == {WATER}


def test_without_quantity_gives_services_named_most() -> None:
    assert named(ELECTRICITY=10, WATER=4, GAS=2).without_quantity() == [ELECTRICITY, WATER]
    assert named().without_quantity() == [Commodity.MISC]


def test_of_quantity_follows_unit() -> None:
    services = frozenset({ELECTRICITY, WATER})

    assert named().of_quantity("kWh", cell(), services) is ELECTRICITY
    assert named().of_quantity("m³", cell(), services) is WATER


def test_named_at_takes_nearest_heading_above() -> None:
    lines = annotated_rows({40: "Gas"}, {40: "Water"}, {40: "12"}).layout.lines
    mentions = tuple(
        (CommodityMention(line.cells[0], frozenset({service}), frozenset({service})),)
        for line, service in zip(lines[:2], (GAS, WATER), strict=True)
    )
    commodities = Commodities(CandidateSet(commodity_mentions=(*mentions, ())))

    assert commodities.named_at(lines[2].cells[0], frozenset({GAS, WATER})) is WATER
    assert commodities.named_at(lines[2].cells[0], frozenset({GAS})) is GAS


def test_default_unit_depends_on_country() -> None:
    assert default_unit(ELECTRICITY, None) == "kWh"
    assert default_unit(WATER, "GB") == "m³"
    assert default_unit(WATER, "US") is None


def plain_features(**known: bool) -> ClassificationFeatures:
    """Nothing metered and no period: the second page of a bill, or a paper about money."""
    return ClassificationFeatures(
        meter_rows=0, named_usage=False, priced_usage=0, points=0, measured=False, has_period=False, **known
    )


@pytest.mark.parametrize("missing", ["has_account", "has_total", "is_issuer_known"])
def test_total_owed_to_known_utility_on_account_is_a_bill(missing: str) -> None:
    evidence = dict.fromkeys(("has_account", "has_total", "is_issuer_known", "has_date"), True)
    leaflet_phrases = {"utility": 4, "other": 6}

    whole = score(leaflet_phrases, 4, plain_features(**evidence))
    partial = score(leaflet_phrases, 4, plain_features(**evidence | {missing: False}))

    assert partial < ENOUGH <= whole

"""Bill date and due date: by labels, after a town, beside the invoice number, and not what is promised."""

from datetime import date

import pytest

from billhook.extraction.candidates.dates import IN_A_LETTER, calendar, propose_dates
from tests.extraction.pages import Row, annotated_rows

DAY = date(2026, 4, 15)
GERMAN: tuple[Row, ...] = (
    {40: "Stromrechnung für die Zeit vom 01.01.2026 bis 31.03.2026"},
    {40: "Bitte überweisen Sie den Betrag mit der Nummer"},
)


def best_of(name: str, *rows: Row) -> date | None:
    candidates = calendar(annotated_rows(*rows)).named[name]
    return candidates[0].value if candidates else None


@pytest.mark.parametrize(("label", "name"), [("Bill date", "bill_date"), ("Due date", "due_date")])
def test_calendar_has_the_date_beside_its_label(label: str, name: str) -> None:
    assert best_of(name, {40: label, 200: "April 15, 2026"}) == DAY


def test_calendar_completes_a_date_without_year() -> None:
    assert best_of("due_date", {40: "Bill date", 200: "April 1, 2026"}, {40: "Due date", 200: "Apr 15"}) == DAY


def test_calendar_without_any_year_completes_no_date() -> None:
    assert best_of("due_date", {40: "Due date", 200: "Apr 15"}) is None


def test_calendar_scores_a_promised_date_low() -> None:
    named = calendar(
        annotated_rows({40: "Bill date", 200: "April 15, 2026"}, {40: "Next bill date", 200: "May 15, 2026"})
    )

    scores = {candidate.value: candidate.score for candidate in named.named["bill_date"]}
    assert scores[DAY] > 2 * scores.get(date(2026, 5, 15), 0.0)


def test_calendar_takes_a_date_after_the_town() -> None:
    doc = annotated_rows({-540: "Hinterwil, 15.04.2026"}, *GERMAN)

    (best, *_) = calendar(doc).named["bill_date"]
    assert (best.value, best.score) == (DAY, IN_A_LETTER)


def test_calendar_ignores_a_town_in_english() -> None:
    assert best_of("bill_date", {-540: "Oakham, 15 April 2026"}, {40: "Thank you for your letter of the week"}) is None


@pytest.mark.parametrize(
    "rows",
    [
        [{40: "Facture n° 25089877474 du 1 décembre 2023"}],
        [{40: "Facture n° 25089877474"}, {40: "du 1 décembre 2023"}],
        [{-400: "Facture n° 25089877474"}, {-400: "du 1 décembre 2023"}],
    ],
)
def test_bill_date_is_beside_the_invoice_number(rows: list[Row]) -> None:
    doc = annotated_rows(*rows, {40: "Relevé de votre compteur le 23/11/2023"})

    best = calendar(doc).named["bill_date"][0]

    assert (best.value, best.score > 0.75) == (date(2023, 12, 1), True)


def test_propose_dates_has_the_calendar_and_its_anchor() -> None:
    doc = annotated_rows({40: "Bill date", 200: "April 15, 2026"}, {40: "Due date", 200: "May 6, 2026"})

    candidates = propose_dates(doc)

    assert candidates.anchor == calendar(doc).anchor
    assert [candidate.value for candidate in candidates.dates["due_date"]] == [date(2026, 5, 6)]

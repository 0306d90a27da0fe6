"""Values after, beside and below their labels."""

from datetime import date

import pytest

from billhook.extraction.candidates.amounts import labelled_amounts
from billhook.extraction.candidates.locate import find_values
from tests.extraction.pages import Row, annotated_rows


@pytest.mark.parametrize(
    "rows",
    [
        [{40: "Total amount due: $12.34"}],
        [{40: "Total amount due", -400: "$12.34"}],
        [{40: "Total amount due"}, {40: "$12.34"}],
        [{40: "Account number", 200: "Total amount due"}, {40: "12345678", 200: "$12.34"}],
        [{40: "Total amount due"}, {300: "$12.34"}],
    ],
)
def test_find_values_sees_amount_at_each_usual_place(rows: list[Row]) -> None:
    doc = annotated_rows(*rows)
    (match,) = doc.labels["total_charges"]

    found = find_values(doc, match, doc.amounts)

    assert str(found[0].value) == "12.34"
    assert found[0].text == "$12.34"


def test_find_values_scores_nearer_places_higher() -> None:
    behind = annotated_rows({40: "Total amount due: $12.34"})
    below = annotated_rows({40: "Total amount due"}, {40: "$12.34"})

    scores = [find_values(doc, doc.labels["total_charges"][0], doc.amounts)[0].score for doc in (behind, below)]

    assert scores[0] > scores[1]


def test_find_values_takes_the_column_of_the_heading() -> None:
    doc = annotated_rows(
        {40: "Previous balance", 200: "Payments", 340: "Amount due"}, {40: "$1.00", 200: "$2.00", 340: "$3.00"}
    )

    found = labelled_amounts(doc)

    assert str(found["previous_close_balance"][0].value) == "1.00"
    assert str(found["after_previous_total_payment"][0].value) == "-2.00"
    assert str(found["total_charges"][0].value) == "3.00"


def test_find_values_skips_amounts_for_late_payment() -> None:
    doc = annotated_rows({40: "Amount due", -300: "$50.00"}, {40: "Amount due after due date", -300: "$55.00"})

    best, *_ = labelled_amounts(doc)["total_charges"]

    assert str(best.value) == "50.00"


def test_find_values_gives_bracketed_label_no_value() -> None:
    doc = annotated_rows({40: "Payments since last bill (Direct Debit 26 Sep 25)", -540: "$214.88"})

    assert [str(candidate.value) for candidate in labelled_amounts(doc)["after_previous_total_payment"]] == ["-214.88"]


def test_find_values_skips_a_date_before_the_amount() -> None:
    doc = annotated_rows({40: "Net due by 10/27/2026", -540: "$263.88"})

    assert [str(candidate.value) for candidate in labelled_amounts(doc)["total_charges"]] == ["263.88"]


@pytest.mark.parametrize(("between", "factor"), [(": ", 1.0), (" - ", 1.0), (" (total) ", 0.96)])
def test_find_values_counts_words_before_the_value(between: str, factor: float) -> None:
    doc = annotated_rows({40: f"Total amount due{between}$12.34"})
    match = doc.labels["total_charges"][0]

    assert find_values(doc, match, doc.amounts)[0].score == pytest.approx(match.weight * factor)


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([{40: "Due date for current bill", 300: "08/26/2026"}], "due_date"),
        (
            [
                {40: "Please do not pay this bill, as the amount that is stated above will"},
                {40: "be withdrawn directly from your bank account and not before"},
                {40: "08/26/2026."},
            ],
            "due_date",
        ),
    ],
)
def test_find_values_sees_a_date_in_the_next_line_of_a_sentence(rows: list[Row], name: str) -> None:
    doc = annotated_rows(*rows)

    found = [value for match in doc.labels[name] for value in find_values(doc, match, doc.full_date_spans)]

    assert [value.value.on() for value in found] == [date(2026, 8, 26)]

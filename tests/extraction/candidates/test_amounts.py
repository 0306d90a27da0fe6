"""Totals and balances by their labels."""

from decimal import Decimal

from tests.extraction.pages import Row, candidates_of


def total_of(*rows: Row) -> Decimal:
    return candidates_of(*rows).amounts["total_charges"][0].value


def test_labelled_amounts_to_pay_comes_before_bill_total() -> None:
    total = total_of(
        {40: "Totale bolletta", -400: "194,55 €"},
        {40: "Bonus applicati", -400: "-30,00 €"},
        {40: "Totale da pagare", -400: "164,55 €"},
        {40: "Totale bolletta", -400: "194,55 €"},
    )

    assert total == Decimal("164.55")


def test_labelled_amounts_only_bill_total_is_the_total() -> None:
    assert total_of({40: "Totale bolletta", -400: "194,55 €"}) == Decimal("194.55")

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


def test_labelled_amounts_whole_amount_beside_label_is_total() -> None:
    assert total_of(
        {40: "Energy charges", -300: "14,020.75"},
        {40: "Net current bill", -300: "16,381.30"},
        {40: "Payable amount", -300: "16,381"},
    ) == Decimal(16381)


def test_labelled_amounts_payment_has_amount_after_date() -> None:
    amounts = candidates_of({40: "Payment received up to(09-Jun-2031)", -400: "6140.00"}).amounts

    assert [payment.value for payment in amounts["after_previous_total_payment"]] == [Decimal("-6140.00")]


def test_labelled_amounts_payment_within_thanks() -> None:
    amounts = candidates_of({40: "Thank you for your payments totaling $61.20."}).amounts

    assert [payment.value for payment in amounts["after_previous_total_payment"]] == [Decimal("-61.20")]


def test_labelled_amounts_tax_paid_is_no_payment() -> None:
    amounts = candidates_of({40: "Tax paid", -400: "17.35"}).amounts

    assert amounts["after_previous_total_payment"] == ()

"""Balances without labels, identified by their order."""

from decimal import Decimal

from billhook.extraction.resolve.roll_forward import CURRENT, FEE, PAYMENT, PREVIOUS, rolled_forward
from tests.extraction.pages import Row, candidates_of


def named(total: str, *rows: Row) -> dict[str, list[Decimal]]:
    amounts = rolled_forward(candidates_of(*rows).amount_sequences, [Decimal(total)], {})
    return {name: [amount.value for amount in found] for name, found in amounts.items()}


def test_rolled_forward_names_amounts_before_total() -> None:
    row: Row = {-100: "$80.00", -200: "$80.00", -300: "$1.20", -400: "$20.00", -500: "$21.20"}

    assert named("21.20", row) == {
        PREVIOUS: [Decimal("80.00")],
        PAYMENT: [Decimal("-80.00")],
        FEE: [Decimal("1.20")],
        CURRENT: [Decimal("20.00")],
    }


def test_rolled_forward_skips_opening_balance() -> None:
    row: Row = {-100: "$80.00", -200: "-$50.00", -300: "$30.00", -400: "$20.00", -500: "$50.00"}

    assert named("50.00", row) == {
        PREVIOUS: [Decimal("80.00")],
        PAYMENT: [Decimal("-50.00")],
        CURRENT: [Decimal("20.00")],
    }


def test_rolled_forward_large_amount_is_no_fee() -> None:
    row: Row = {-100: "$0.90", -200: "$0.90", -300: "$70.00", -400: "$14.70", -500: "$84.70"}

    assert named("84.70", row) == {}


def test_rolled_forward_keeps_fields_of_sure_labels() -> None:
    row: Row = {-100: "$80.00", -200: "$80.00", -300: "$20.00", -400: "$20.00"}
    candidates = candidates_of(row)
    first = candidates.amount_sequences[0][0]

    found = rolled_forward(
        candidates.amount_sequences, [Decimal("20.00")], {(first.cell, first.start): {"current_charges"}}
    )

    assert found == {}


def test_rolled_forward_items_of_credit_note_are_no_balances() -> None:
    rows: tuple[Row, ...] = (
        {40: "Gas -412 kWh", -540: "-24.77"},
        {40: "Energy tax", -540: "-0.96"},
        {40: "VAT", -540: "-5.40"},
        {40: "Total", -540: "-31.13"},
    )

    assert named("-31.13", *rows) == {}


def test_rolled_forward_takes_no_subtotal_for_a_previous_balance() -> None:
    rows: tuple[Row, ...] = (
        {40: "Water", -300: "51.73"},
        {40: "Interest", -300: "3.91"},
        {40: "Sum of the month", -300: "55.64"},
        {40: "Subsidy", -300: "-9.87"},
        {40: "Instalment", -300: "18.45"},
        {40: "To pay", -300: "64.22"},
    )

    assert named("64.22", *rows) == {}

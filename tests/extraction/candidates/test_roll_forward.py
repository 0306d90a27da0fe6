"""Amounts that a balance may roll through."""

from decimal import Decimal

from tests.extraction.pages import Row, candidates_of


def sequences(*rows: Row) -> list[list[Decimal]]:
    return [[amount.value for amount in sequence] for sequence in candidates_of(*rows).amount_sequences]


def test_propose_balances_leaves_out_item_tables() -> None:
    found = sequences(
        {40: "Energia consumida", 200: "100", -280: "0,7582", -380: "75,82"},
        {40: "Energia injetada", 200: "50", -280: "0,7220", -380: "-36,10"},
        {40: "Ajuste", 200: "10", -280: "0,8520", -380: "8,52"},
    )

    assert not any(Decimal("75.82") in sequence for sequence in found)


def test_propose_balances_takes_columns_of_amounts() -> None:
    found = sequences(
        {40: "Vorheriger Stand", -380: "75,82"}, {40: "Gutschrift", -380: "-75,82"}, {40: "Neu", -380: "8,52"}
    )

    assert [Decimal("75.82"), Decimal("-75.82"), Decimal("8.52")] in found

"""Prices of charges, and amounts that a balance may roll through."""

from decimal import Decimal

from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.candidate_set import Price
from billhook.extraction.candidates.charge_rows import find_price
from tests.extraction.pages import Row, candidates_of, text_of_rows


def test_find_price_takes_factors_of_the_amount() -> None:
    doc = annotate(text_of_rows({40: "Energy charge", 200: "402 kWh", 330: "0.2500", -540: "$100.50"}))
    cells = doc.layout.lines[0].cells

    price = find_price(doc, cells, cells[-1].text.index("100"), Decimal("100.50"))

    assert (price.quantity and price.quantity.value, price.rate) == (Decimal(402), Decimal("0.25"))


def test_find_price_without_cells_is_no_price() -> None:
    doc = annotate(text_of_rows({40: "Energy charge", -540: "$100.50"}))

    assert find_price(doc, (), 0, Decimal("100.50")) == Price()


def test_find_price_takes_the_unit_of_the_cell_before() -> None:
    doc = annotate(text_of_rows({40: "Consumo", 160: "kWh", 220: "402,00", 330: "0,2500", -540: "100,50"}))
    cells = doc.layout.lines[0].cells

    price = find_price(doc, cells, 0, Decimal("100.50"))

    assert (price.unit, price.rate) == ("kWh", Decimal("0.25"))


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


def test_charges_of_history_are_none() -> None:
    months: list[Row] = [
        {40: month, -400: f"$4{number}.10"}
        for number, month in enumerate(("Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026"))
    ]

    charged = candidates_of({40: "Energy", -400: "$12.00"}, *months).charge_rows

    assert [str(row.value) for row in charged] == ["12.00"]

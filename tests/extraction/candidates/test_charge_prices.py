"""Prices of charges: quantity and rate whose product is the amount."""

from decimal import Decimal

from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.candidate_set import Price
from billhook.extraction.candidates.charge_prices import find_price
from tests.extraction.pages import text_of_rows


def test_find_price_takes_factors_of_the_amount() -> None:
    doc = annotate(text_of_rows({40: "Energy charge", 200: "402 kWh", 330: "0.2500", -540: "$100.50"}))
    cells = doc.layout.lines[0].cells

    price = find_price(doc, cells, cells[-1].text.index("100"), Decimal("100.50"))

    assert (price.quantity and price.quantity.value, price.rate) == (Decimal(402), Decimal("0.25"))


def test_find_price_without_cells_is_no_price() -> None:
    doc = annotate(text_of_rows({40: "Energy charge", -540: "$100.50"}))

    assert find_price(doc, (), 0, Decimal("100.50")) == Price()

"""The multiplier of a meter, printed apart from its readings."""

from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.multipliers import multiplied
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.units import Quantity
from tests.extraction.candidates.rows import rows_in
from tests.extraction.pages import Row, annotated_rows


def _difference(doc: AnnotatedDocument, text: str) -> Candidate[Quantity]:
    (cell,) = (cell for cell in doc.layout.cells if cell.text == text)
    return Candidate(Quantity(Decimal(text), None), 0.9, cell, 0, len(text))


def _multiplied(*rows: Row) -> tuple[Decimal, Decimal] | None:
    doc = annotated_rows(*rows)
    found = multiplied(doc, _difference(doc, "75"))
    return found and (found[0].value, found[1].value)


def test_multiplied_takes_factor_and_product_of_the_line() -> None:
    assert _multiplied({40: "Difference", 200: "75", 280: "40", 360: "3000"}) == (Decimal(40), Decimal(3000))


def test_multiplied_takes_labelled_factor_below() -> None:
    rows: tuple[Row, ...] = (
        {40: "Difference", -300: "75"},
        {40: "Meter multiplier", -300: "12"},
        {40: "Total kWh", -300: "900"},
    )

    assert _multiplied(*rows) == (Decimal(12), Decimal(900))


def test_multiplied_is_none_without_the_product() -> None:
    assert _multiplied({40: "Difference", -300: "75"}, {40: "Meter multiplier", -300: "12"}) is None


def test_stacked_readings_have_the_product_as_usage() -> None:
    (row,) = rows_in(
        {40: "Current reading", -300: "1245"},
        {40: "Previous reading", -300: "1170"},
        {40: "Difference", -300: "75"},
        {40: "Meter multiplier", -300: "12"},
        {40: "Total kWh", -300: "900"},
    )

    assert row.multiplier is not None
    assert (row.usage.value, row.multiplier.value) == (Quantity(Decimal(900), "kWh"), Decimal(12))

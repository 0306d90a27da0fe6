"""The multiplier of a meter, where the difference of its readings is printed apart from the usage."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import is_plain
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.units import Quantity

REACH = 4
"""How many lines below the difference a multiplier with a label, and the product, may stand."""


def multiplied(
    doc: AnnotatedDocument, difference: Candidate[Quantity]
) -> tuple[Candidate[Decimal], Candidate[Decimal]] | None:
    """The multiplier of ``difference`` and the number that is the product of both; ``None`` unless both are printed.

    They follow the difference in its line, or stand below it, the multiplier after a label: "Multiplier  12".
    """
    cell = difference.cell
    after = cell.line.cells[cell.position + 1 :]
    lines = doc.layout.lines[cell.line.number + 1 : cell.line.number + 1 + REACH]
    below = [other for line in lines if line.page == cell.page for other in line.cells]
    numbers = list(_numbers(doc, [*after, *below]))
    for factor in (*_numbers(doc, after), *_labelled(doc, below)):
        product = factor.value * difference.value.value
        printed = next((number for number in numbers if number.value == product), None)
        if factor.value > 1 and printed and printed.cell is not factor.cell:
            return factor, printed
    return None


def _numbers(doc: AnnotatedDocument, cells: Sequence[Cell]) -> Iterator[Candidate[Decimal]]:
    for cell in cells:
        for number in doc.numbers[cell]:
            if is_plain(cell, number):
                yield Candidate(number.value, 1.0, cell, number.start, number.end)


def _labelled(doc: AnnotatedDocument, cells: Sequence[Cell]) -> list[Candidate[Decimal]]:
    return [
        factor
        for match in doc.labels.get("multiplier", ())
        if match.cell in cells
        for factor in find_values(doc, match, doc.plain_numbers, most=1)
    ]

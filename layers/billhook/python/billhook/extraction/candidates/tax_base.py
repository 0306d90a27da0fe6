"""The base of a tax: an amount beside the words of a tax that is taxed, such as "VAT on 100.00" or "4 % of 133.52"."""

from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized


def untaxed_amounts(doc: AnnotatedDocument, cell: Cell) -> tuple[Span[Decimal], ...]:
    """The amounts of ``cell`` without those that its words name as the base of a tax."""
    return tuple(span for span in doc.amounts.get(cell, ()) if not is_tax_base(cell, span))


def is_tax_base(cell: Cell, span: Span[Decimal]) -> bool:
    """Whether the words right before an amount name it as the base of a tax, or as what a percentage is taken of."""
    before = cell.text[: span[1]].rstrip(" (:")
    words = normalized(before).split()
    if not words:
        return False
    is_share = words[-1] in word_set("of_which_percent") and before[: before.rfind(" ")].rstrip().endswith("%")
    return is_share or words[-1] in word_set("tax_bases")

"""What a recogniser stated about places of a page, or a supplier's file about all its pages, as labels of its own.

A service field names a box; the value in it is read by the rules of a printed label's value, and has to
fit the same sums.
"""

from collections.abc import Iterator

from billhook.domain.document_text import Box, DocumentText, PageText, ServiceField
from billhook.extraction.annotate.boxed_fields import SERVICE_TYPES, VALUE_FIELDS
from billhook.extraction.language.lexicon import Lexicon, find_phrases
from billhook.extraction.layout.lines import Cell, Layout
from billhook.extraction.text.normalize import normalized

BY_TYPE, BY_LABEL = 0.9, 0.8
MOST_OF_LABEL = 0.6
"""A phrase must be so much of a label: "total charges for electricity services" is not the total charges."""

INSIDE = 0.5
"""Share of a word's width and height that must be inside a box."""


def meanings_of(field: ServiceField, words: Lexicon) -> dict[str, float]:
    """The label of a service field with its weight. A printed label is more specific than a type of the service."""
    parts = normalized(field.label).split()
    found = find_phrases(words.labels, parts)
    named: dict[str, float] = {}
    for first, end, labels in found:
        share = (end - first) / len(parts)
        for label in labels:
            if label.name in VALUE_FIELDS and share >= MOST_OF_LABEL:
                sure = BY_LABEL * label.weight * share * field.confidence
                named[label.name] = max(named.get(label.name, 0.0), sure)
    if named:
        return named
    kind = SERVICE_TYPES.get(field.kind)
    denied = any(label.name.startswith("nothing") for _, _, labels in found for label in labels)
    return {kind: BY_TYPE * field.confidence} if kind and not denied else {}


def statements(reading: DocumentText) -> Iterator[tuple[PageText, ServiceField]]:
    for page in reading.pages:
        for field in page.fields:
            yield page, field


def cells_in(layout: Layout, page: int, box: Box) -> Iterator[tuple[Cell, int, int]]:
    """The cells of ``page`` with words in ``box``: from the first of these words to the last, as places of the text."""
    for cell in layout.cells:
        if cell.page != page or cell.x1 < box.x0 or cell.x0 > box.x1 or cell.y1 < box.y0 or cell.y0 > box.y1:
            continue
        inside = [
            (offset, offset + len(word.text))
            for word, offset in zip(cell.words, cell.offsets, strict=True)
            if _is_inside(word.box, box)
        ]
        if inside:
            yield cell, inside[0][0], inside[-1][1]


def _is_inside(word: Box, box: Box) -> bool:
    across = min(word.x1, box.x1) - max(word.x0, box.x0)
    down = min(word.y1, box.y1) - max(word.y0, box.y0)
    return across > INSIDE * (word.x1 - word.x0) and down > INSIDE * (word.y1 - word.y0)


def issuer_places(layout: Layout, document_text: DocumentText) -> Iterator[tuple[Cell, int, int, float]]:
    """Give the places that a service recognised as the issuer's name, with its confidence."""
    for page, field in statements(document_text):
        if SERVICE_TYPES.get(field.kind) == "utility_name":
            for cell, start, end in cells_in(layout, page.number, field.box):
                yield cell, start, end, field.confidence

"""Several bills in one file: the uploaded document is the first bill, each further bill is a document."""

from collections.abc import Iterable

from billhook.domain.document import Document
from billhook.domain.ids import DocumentId, derived
from billhook.domain.job import JobEntry

MOST_BILLS = 40
"""A file of more bills needs a review."""


def bill_id(first: DocumentId, number: int) -> DocumentId:
    """The derived id of bill ``number`` (from 2) in the file of ``first``: equal when the file is split again."""
    return DocumentId(derived("bill", first, number))


def in_order(entries: Iterable[JobEntry]) -> tuple[JobEntry, ...]:
    """Entries of a job in the order of their upload, the bills of one file in sequence."""
    entries = tuple(entries)
    firsts = {entry.split_from for entry in entries if entry.split_from}
    numbers = {bill_id(first, number): number for first in firsts for number in range(2, MOST_BILLS + 1)}

    def position(entry: JobEntry) -> tuple[DocumentId, int]:
        return entry.split_from or entry.document_id, numbers.get(entry.document_id, 1)

    return tuple(sorted(entries, key=position))


def split_off(first: Document, number: int) -> Document:
    """The unread document of bill ``number`` in the file of ``first``."""
    return first.split_off(bill_id(first.id, number))

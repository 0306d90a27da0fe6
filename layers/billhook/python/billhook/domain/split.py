"""Many bills in one file: the document that was handed in is the first, the others are documents beside it."""

from collections.abc import Iterable

from billhook.domain.document import Content, Document, Status
from billhook.domain.ids import ContentId, DocumentId, derived
from billhook.domain.job import JobEntry

MOST_BILLS = 40
"""A file of more bills is for a person to look at."""


def bill_id(first: DocumentId, number: int) -> DocumentId:
    """The document of bill ``number`` (from 2) of the file that ``first`` was handed in as: a repeat makes no twin."""
    return DocumentId(derived("bill", first, number))


def in_order(entries: Iterable[JobEntry]) -> tuple[JobEntry, ...]:
    """Entries of a job by the birth of what was handed in, the bills of one file behind each other."""
    entries = tuple(entries)
    firsts = {entry.split_from for entry in entries if entry.split_from}
    numbers = {bill_id(first, number): number for first in firsts for number in range(2, MOST_BILLS + 1)}
    return tuple(sorted(entries, key=lambda one: (one.split_from or one.document_id, numbers.get(one.document_id, 1))))


def beside(first: Document, number: int) -> Document:
    """The document of bill ``number`` before anything was read: of the same file, job and sender as ``first``."""
    nothing = {
        "id": bill_id(first.id, number),
        "split_from": first.id,
        "status": Status.PROCESSING,
        "version": 0,
        "announced": False,
        "flagged_by_hand": None,
        "duplicate_of": None,
        "near_duplicate_of": None,
        "revised_document_id": None,
        "claimed_until": None,
        "due_at": None,
        "ocr_job_id": None,
        "attempts": 0,
    }
    return first.model_copy(update=nothing)


def content_id_beside(content: Content) -> ContentId:
    """Under which the same attempt stored the other bills: each is the first version of its document."""
    return ContentId(f"1-{content.id.rpartition('-')[2]}")

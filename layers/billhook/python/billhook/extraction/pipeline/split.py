"""All bills of a file: its pages are parted where one bill ends, and each part is read by itself."""

from collections.abc import Callable
from functools import cache, partial

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText
from billhook.extraction.annotate.document import annotate
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.pipeline.assemble import assemble
from billhook.extraction.segment.boundaries import page_groups

Part = tuple[int, ...]
"""The pages of one bill."""

Read = Callable[[Part], Extraction]


def bills_of(reading: DocumentText, suppliers: IssuerProfiles | None = None) -> Extraction:
    """The bills of ``reading`` in the order of their pages; none, with a reason, when there is none.

    A part that is no bill by itself (a leaflet, a letter, a page that only looked like a beginning) belongs to the
    bill in front of it, or to the first one.
    """
    doc = annotate(reading, suppliers)
    parts = page_groups(doc)
    read: Read = cache(partial(_read, reading, suppliers))
    if len(parts) > 1:
        parts = _worthy(parts, read)
    if len(parts) < 2:
        return assemble(doc)
    return Extraction(bills=tuple(bill for part in parts for bill in read(part).bills))


def _worthy(parts: list[Part], read: Read) -> list[Part]:
    """The parts that are bills, with what belongs to them."""
    kept: list[Part] = []
    before: Part = ()
    for part in parts:
        if any(map(_stands_alone, read(part).bills)):
            kept.append(before + part)
            before = ()
        elif kept:
            kept[-1] += part
        else:
            before += part
    return kept


def _stands_alone(bill: Bill) -> bool:
    return bill.total_charges is not None and bool(bill.bill_date or bill.due_date or bill.account_number)


def _read(reading: DocumentText, suppliers: IssuerProfiles | None, part: Part) -> Extraction:
    return assemble(annotate(DocumentText(tuple(page for page in reading.pages if page.number in part)), suppliers))

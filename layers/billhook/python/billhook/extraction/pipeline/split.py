"""Split a document into the page groups of its bills."""

from collections.abc import Callable, Iterable

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText

PageGroup = tuple[int, ...]
"""The numbers of the pages of one bill."""


def select_pages(document_text: DocumentText, pages: PageGroup) -> DocumentText:
    """Give the pages with the numbers ``pages``."""
    return document_text.with_pages(page for page in document_text.pages if page.number in pages)


def merge_fragments(groups: Iterable[PageGroup], extract: Callable[[PageGroup], Extraction]) -> list[PageGroup]:
    """Join each group without a complete bill (a leaflet, a letter) to the bill before it, or to the first one."""
    merged: list[PageGroup] = []
    fragments: PageGroup = ()
    for pages in groups:
        if any(map(_is_complete, extract(pages).bills)):
            merged.append(fragments + pages)
            fragments = ()
        elif merged:
            merged[-1] += pages
        else:
            fragments += pages
    return merged


def _is_complete(bill: Bill) -> bool:
    return bill.total_charges is not None and bool(bill.bill_date or bill.due_date or bill.account_number)

"""Run the stages in order, from a document text to its bills, each group of pages by itself."""

from collections.abc import Callable, Iterable
from functools import cache

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText
from billhook.extraction.annotate.document import AnnotatedDocument, annotate
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.build.bill import build_bill
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.layout.page_quality import as_displayed, deskew, readable
from billhook.extraction.resolve.classification import REASONS, other_kind
from billhook.extraction.resolve.resolver import resolve_candidates
from billhook.extraction.segment.boundaries import page_groups
from billhook.extraction.validate.checks import checked
from billhook.extraction.validate.confidence import calibrated

PageGroup = tuple[int, ...]
"""The numbers of the pages of one bill."""


def select_pages(document_text: DocumentText, pages: PageGroup) -> DocumentText:
    """Give the pages with the numbers ``pages``."""
    return document_text.with_pages(page for page in document_text.pages if page.number in pages)


def merge_fragments(groups: Iterable[PageGroup], extract_group: Callable[[PageGroup], Extraction]) -> list[PageGroup]:
    """Join each group without a complete bill (a leaflet, a letter) to the bill before it, or to the first one."""
    merged: list[PageGroup] = []
    fragments: PageGroup = ()
    for pages in groups:
        if any(map(_is_complete, extract_group(pages).bills)):
            merged.append(fragments + pages)
            fragments = ()
        elif merged:
            merged[-1] += pages
        else:
            fragments += pages
    return merged


def _is_complete(bill: Bill) -> bool:
    return bill.total_charges is not None and bool(bill.bill_date or bill.due_date or bill.account_number)


E_INVOICE = "invoice"
"""The kind of a document that is an e-invoice for something else."""

NO_WORDS = "no words could be read"
NOT_A_BILL = "too little speaks for a utility bill: nothing metered, no service period, no supply point"


def extract(document_text: DocumentText, profiles: IssuerProfiles | None = None) -> Extraction:
    """Extract the bills of ``document_text`` with evidence, checks and confidences; without a bill, give the reason.

    ``profiles`` describe the layouts of single issuers; without them those built in are used.
    """
    if document_text.xml_files and not document_text.pages:
        return _invoiced(document_text)
    upright, skews = deskew(document_text)
    extraction = extract_bills(upright, profiles)
    extraction = calibrated(extraction, upright)
    extraction = as_displayed(extraction, skews)
    return readable(extraction, document_text)


def _invoiced(document_text: DocumentText) -> Extraction:
    """The utility bills among the e-invoices of a file without pages."""
    from billhook.extraction.build.e_invoice import bill_of, is_utility_bill  # noqa: PLC0415 - few files are XML
    from billhook.extraction.machine_readable.e_invoices import invoices_of_files  # noqa: PLC0415

    invoices = invoices_of_files(document_text.xml_files)
    bills = tuple(checked(bill_of(invoice)) for invoice in invoices if is_utility_bill(invoice))
    return Extraction(bills=bills) if bills else Extraction(reason=f"{E_INVOICE}: {NOT_A_BILL}")


def extract_bills(upright: DocumentText, profiles: IssuerProfiles | None = None) -> Extraction:
    """Extract the bills of upright pages in the order of their pages; confidences are still scores of rules."""

    @cache
    def extract_group(pages: PageGroup) -> Extraction:
        return extract_bill(annotate(select_pages(upright, pages), profiles))

    doc = annotate(upright, profiles)
    groups = page_groups(doc)
    if len(groups) > 1:
        groups = merge_fragments(groups, extract_group)
    if len(groups) < 2:
        return extract_bill(doc)
    return Extraction(bills=tuple(bill for pages in groups for bill in extract_group(pages).bills))


def extract_bill(doc: AnnotatedDocument) -> Extraction:
    """Extract the only bill of ``doc``; an extraction without a bill gives the reason."""
    if not doc.layout.cells:
        return Extraction(reason=NO_WORDS)
    candidates = collect_candidates(doc)
    resolution = resolve_candidates(candidates)
    if not resolution.is_bill:
        return Extraction(reason=_reason(other_kind(candidates)))
    return Extraction(bills=(checked(build_bill(resolution)),))


def _reason(kind: str) -> str:
    """The kind of document in one stable word, and why it is no bill."""
    return f"{kind}: {REASONS[kind]}; {NOT_A_BILL}" if kind in REASONS else f"{kind}: {NOT_A_BILL}"

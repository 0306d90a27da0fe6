"""Extract the bills of a document text; where checks fail, read the file again with OCR or AnalyzeExpense."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection, Retryable
from billhook.domain.ids import CompanyId
from billhook.ports.extraction import Extractor
from billhook.ports.text_recognition import PageOcr
from billhook.usecases.processing.steps.analyze_pages import AnalyzePages
from billhook.usecases.processing.steps.read_pages import ReadPages

HELPED = frozenset({"balance-rolls-forward", "total-adds-up", "items-add-up", "due-after-bill"})
"""The checks that AnalyzeExpense can help with: totals, balances, dates, but not meters and rates."""

UNCERTAIN_FIELDS = ("utilityName", "totalCharges")
"""The fields that bills print as images most."""

CERTAIN = 0.89


@dataclass(frozen=True)
class ExtractWithFallback:
    """The best of up to three extractions.

    First, pages whose text layer comes from another OCR are recognized again, and regions of pages that have no words,
    such as logos or amounts printed as images. Then, if ``analyze_pages`` is given and
    the company's cap allows it, the first page of a bill with defects is analyzed. A fallback that fails is ignored.
    The returned text bears the cost of all of them, of those that failed too.
    """

    extract_bills: Extractor
    read_pages: ReadPages
    analyze_pages: AnalyzePages | None

    def extract(
        self, company_id: CompanyId | None, content: bytes, text: DocumentText, ocr: PageOcr | None
    ) -> tuple[DocumentText, Extraction]:
        """The text that was used, and its extraction. Raises OutOfTime."""
        best = text, self.extract_bills(text)
        has_regions = any(page.regions for page in text.pages)
        if _defect_count(best[1]) or (has_regions and _is_uncertain(best[1])):
            recognized = self._try_fallback(lambda: self.read_pages.rerun_ocr(content, text, ocr))
            best = self._better(best, recognized) if recognized else best
        pages = _pages_to_analyze(best[1])
        if self.analyze_pages and company_id and pages and ocr:
            analyze, used = self.analyze_pages.analyze, best[0]
            if analyzed := self._try_fallback(lambda: analyze(company_id, content, used, pages, ocr)):
                best = self._better(best, analyzed)
        return (ocr.charged(best[0]) if ocr else best[0]), best[1]

    def _better(self, best: tuple[DocumentText, Extraction], text: DocumentText) -> tuple[DocumentText, Extraction]:
        extraction = self.extract_bills(text)
        if _rank(extraction) > _rank(best[1]):
            return text, extraction
        pages = zip(best[0].pages, text.pages, strict=True)
        return best[0].with_pages(replace(page, paid=other.paid) for page, other in pages), best[1]

    def _try_fallback(self, fallback: Callable[[], DocumentText | None]) -> DocumentText | None:
        with suppress(Retryable, Rejection):
            return fallback()
        return None


def _defect_count(extraction: Extraction) -> float:
    """Missing fields, doubled, plus failed checks; infinite without a bill."""
    if not extraction.bills:
        return float("inf")
    return sum(2 * len(bill.lacks) + len(bill.failed_checks) for bill in extraction.bills)


def _is_uncertain(extraction: Extraction) -> bool:
    """Whether a bill's issuer or total is missing or in doubt."""
    return any(_confidence(bill, name) < CERTAIN for bill in extraction.bills for name in UNCERTAIN_FIELDS)


def _rank(extraction: Extraction) -> tuple[float, float]:
    """Fewer defects first, then more certain fields."""
    certainty = sum(_confidence(bill, name) for bill in extraction.bills for name in UNCERTAIN_FIELDS)
    return -_defect_count(extraction), certainty / max(1, len(extraction.bills))


def _confidence(bill: Bill, name: str) -> float:
    return bill.evidence[name].confidence if name in bill.evidence else 0.0


def _pages_to_analyze(extraction: Extraction) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_first_pages(extraction)))


def _first_pages(extraction: Extraction) -> Iterator[int]:
    for bill in extraction.bills:
        if bill.pages and _can_be_helped(bill):
            yield bill.pages[0]


def _can_be_helped(bill: Bill) -> bool:
    return bool(bill.lacks) or any(check.name in HELPED for check in bill.failed_checks)

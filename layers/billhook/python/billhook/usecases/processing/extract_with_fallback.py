"""Extract what a reading says; where it does not add up, look at the file again, as far as that may cost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection, Retryable
from billhook.domain.ids import CompanyId
from billhook.extraction.validate.checks import can_be_helped
from billhook.usecases.processing.analyze_pages import AnalyzePages
from billhook.usecases.processing.read_pages import ReadPages


@dataclass(frozen=True)
class ExtractWithFallback:
    """The better of what the readings give. Whatever was looked at is paid, and the reading that is answered says so.

    First pages that carry somebody else's OCR are recognised by us, then, where ``analyze`` is there and the company's
    cap allows it, the first page of a bill that still lacks something is analysed. A second look that fails is none.
    """

    extract: Callable[[DocumentText], Extraction]
    read_pages: ReadPages
    analyze: AnalyzePages | None = None

    def __call__(
        self, company_id: CompanyId | None, content: bytes, reading: DocumentText
    ) -> tuple[DocumentText, Extraction]:
        best = reading, self.extract(reading)
        if _trouble(best[1]) and (again := self._tried(lambda: self.read_pages.anew(content, reading))):
            best = self._better(best, again)
        pages = _pages_to_analyze(best[1])
        if self.analyze and company_id and pages:
            analyze, so_far = self.analyze, best[0]
            if closer := self._tried(lambda: analyze(company_id, content, so_far, pages)):
                best = self._better(best, closer)
        return best

    def _better(self, before: tuple[DocumentText, Extraction], closer: DocumentText) -> tuple[DocumentText, Extraction]:
        found = self.extract(closer)
        if _trouble(found) < _trouble(before[1]):
            return closer, found
        pages = zip(before[0].pages, closer.pages, strict=True)
        return DocumentText(tuple(replace(page, paid=other.paid) for page, other in pages)), before[1]

    def _tried(self, look: Callable[[], DocumentText | None]) -> DocumentText | None:
        with suppress(Retryable, Rejection):
            return look()
        return None


def _trouble(extraction: Extraction) -> float:
    """What is missing or does not add up; no bill at all is worse than any bill."""
    if not extraction.bills:
        return float("inf")
    return sum(2 * len(bill.lacks) + len(bill.failed_checks) for bill in extraction.bills)


def _pages_to_analyze(extraction: Extraction) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_first_pages(extraction)))


def _first_pages(extraction: Extraction) -> Iterator[int]:
    for bill in extraction.bills:
        if bill.pages and _can_be_helped(bill):
            yield bill.pages[0]


def _can_be_helped(bill: Bill) -> bool:
    return bool(bill.lacks) or any(can_be_helped(check.name) for check in bill.failed_checks)

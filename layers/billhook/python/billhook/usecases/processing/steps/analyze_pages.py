"""Analyze pages with AnalyzeExpense, within the company's monthly cap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from billhook.domain.company import Company
from billhook.domain.document_text import COST_PER_PAGE_USD, DocumentText, Route
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.limits import Budgets
from billhook.ports.text_recognition import EXPENSE, PageOcr
from billhook.usecases.processing.steps.read_pages import ReadPages


@dataclass(frozen=True)
class AnalyzePages:
    """The cost of a page is counted before the call and stays counted when the service fails."""

    read_pages: ReadPages
    companies: Companies
    budgets: Budgets
    clock: Clock

    def analyze(
        self, company_id: CompanyId, content: bytes, text: DocumentText, pages: Sequence[int], ocr: PageOcr
    ) -> DocumentText | None:
        """``text`` with the service fields of ``pages`` up to the cap; None for none. Raises as ``ReadPages``."""
        company = self.companies.get(company_id)
        affordable = self._affordable(company, pages[: self.read_pages.limits.sync_pages], ocr) if company else iter(())
        first = next(affordable, None)
        if first is None:
            return None
        return self.read_pages.analyze(content, text, chain((first,), affordable), ocr)

    def _affordable(self, company: Company, pages: Sequence[int], ocr: PageOcr) -> Iterator[int]:
        """The pages up to the cap, each when it is about to be asked for; known answers cost nothing."""
        for page in pages:
            price, limit = COST_PER_PAGE_USD[Route.EXPENSE], company.expense_cap_usd
            if not (ocr.has(page, EXPENSE) or self.budgets.spend(company.id, self.clock.now(), price, limit=limit)):
                return
            yield page

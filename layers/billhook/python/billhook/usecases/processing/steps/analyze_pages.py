"""Analyze pages with AnalyzeExpense, within the company's monthly cap."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.document_text import COST_PER_PAGE_USD, DocumentText, Route
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.limits import Budgets
from billhook.ports.text_recognition import ExpenseAnalyzer
from billhook.usecases.processing.steps.read_pages import ReadPages


@dataclass(frozen=True)
class AnalyzePages:
    """The cost is counted before the call and stays counted when the service fails."""

    read_pages: ReadPages
    expense_analyzer: ExpenseAnalyzer
    companies: Companies
    budgets: Budgets
    clock: Clock

    def analyze(
        self, company_id: CompanyId, content: bytes, text: DocumentText, pages: Sequence[int]
    ) -> DocumentText | None:
        """``text`` with the service fields of ``pages``; None when the cap is reached. Raises as ``ReadPages``."""
        limited = tuple(pages)[: self.read_pages.limits.sync_pages]
        company = self.companies.get(company_id)
        price = COST_PER_PAGE_USD[Route.EXPENSE] * len(limited)
        if company is None or not limited:
            return None
        if not self.budgets.spend(company_id, self.clock.now(), price, limit=company.expense_cap_usd):
            return None
        return self.read_pages.analyze(content, text, limited, self.expense_analyzer)

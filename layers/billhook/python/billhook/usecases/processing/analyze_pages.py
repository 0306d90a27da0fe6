"""Have pages analysed whose words alone did not tell, if their company's cap allows what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.document_text import COST_PER_PAGE_USD, DocumentText, Route
from billhook.domain.ids import CompanyId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.limits import Budgets
from billhook.ports.text_recognition import ExpenseAnalyzer
from billhook.usecases.processing.read_pages import ReadPages


@dataclass(frozen=True)
class AnalyzePages:
    """None when the cap of the calendar month is reached. What was counted stays so, even if the service then fails."""

    read_pages: ReadPages
    expense_analyzer: ExpenseAnalyzer
    companies: Companies
    budgets: Budgets
    clock: Clock

    def __call__(
        self, company_id: CompanyId, content: bytes, reading: DocumentText, pages: Sequence[int]
    ) -> DocumentText | None:
        """Raises as ``ReadPages``."""
        some = tuple(pages)[: self.read_pages.limits.sync_pages]
        company = self.companies.get(company_id)
        price = COST_PER_PAGE_USD[Route.EXPENSE] * len(some)
        if company is None or not some:
            return None
        if not self.budgets.spend(company_id, self.clock.now(), price, limit=company.expense_cap_usd):
            return None
        return self.read_pages.analyzed(content, reading, some, self.expense_analyzer)

"""Documents of a company by status, reason and time of their last change."""

from dataclasses import dataclass
from datetime import datetime
from sys import maxsize

from billhook.cli.company_resources import CompanyResource


@dataclass(frozen=True)
class DocumentSelection:
    """Which documents are selected; an empty selection selects none."""

    status: str = ""
    reason: str = ""
    since: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.status or self.reason or self.since)

    def ids(self, company: CompanyResource) -> list[str]:
        """The ids of all selected documents, newest first. The API filters by day and status, this by the rest."""
        listed = company.api.listed(
            company.place("document"),
            limit=maxsize,
            status=self.status or None,
            dateType="UPDATED_DATE" if self.since else None,
            startDate=self.since.date().isoformat() if self.since else None,
        )
        return [document["id"] for document in listed if self._selects(document)]

    def _selects(self, document: dict[str, str]) -> bool:
        has_reason = not self.reason or document["statusReason"] == self.reason
        return has_reason and (self.since is None or datetime.fromisoformat(document["updated"]) >= self.since)

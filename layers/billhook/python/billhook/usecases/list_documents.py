"""The documents of a company, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId
from billhook.ports import Documents, Listed, Slice
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class ListDocuments:
    scope: Scope
    documents: Documents

    def __call__(self, principal: Principal, company_id: CompanyId, part: Slice) -> Listed[Document]:
        return self.documents.page(self.scope(principal, company_id).id, part)

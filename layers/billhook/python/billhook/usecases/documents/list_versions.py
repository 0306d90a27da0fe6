"""The versions of a document, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListVersions:
    scope: AccessPolicy
    documents: Documents

    def __call__(self, principal: Principal, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        return self.documents.versions(self.scope.document(principal, document_id).id, part)

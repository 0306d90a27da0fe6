"""A document with the newest version of what it says."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Content, Document
from billhook.domain.ids import DocumentId
from billhook.ports import Contents
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class GetDocument:
    scope: Scope
    contents: Contents

    def __call__(self, principal: Principal, document_id: DocumentId) -> tuple[Document, Content | None]:
        """The document and its content, which is None while nothing was read from it."""
        document = self.scope.document(principal, document_id)
        return document, self.contents.get(document)

"""A document with what it says: now, or in an earlier version."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.errors import NotFound
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Contents, Documents
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDocument:
    scope: AccessPolicy
    documents: Documents
    contents: Contents

    def __call__(
        self, principal: Principal, document_id: DocumentId, version: int | None = None
    ) -> tuple[Document, Content | None]:
        """The document and its content, which is None while nothing was read from it.

        While it is read again it says what its last version said. Raises NotFound, also for a version that is none.
        """
        document = self.scope.document(principal, document_id)
        if version is not None:
            found = self.documents.version(document.id, version)
            if found is None:
                raise NotFound
            document = found
        return document, self.contents.get(document)

"""Delete a document: gone at once for everybody, its bytes and all that was read from them after it."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.errors import Contended
from billhook.domain.ids import DocumentId
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.hide_document import HideDocument

_ROUNDS = 5


@dataclass(frozen=True)
class RemoveDocument:
    scope: AccessPolicy
    hide: HideDocument

    def __call__(self, principal: Principal, document_id: DocumentId) -> None:
        """Raises NotFound, or Contended when others change it all the time."""
        for _ in range(_ROUNDS):
            if self.hide(self.scope.document(principal, document_id)):
                return
        raise Contended("The document changes all the time.")

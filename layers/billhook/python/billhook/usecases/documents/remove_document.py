"""Delete a document: hidden at once, its bytes and results are erased afterwards."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.errors import Contended, OnLegalHold
from billhook.domain.ids import DocumentId
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.steps.hide_document import HideDocument

_ROUNDS = 5


@dataclass(frozen=True)
class RemoveDocument:
    scope: AccessPolicy
    hide_document: HideDocument

    def __call__(self, principal: Principal, document_id: DocumentId) -> None:
        """Raises NotFound, OnLegalHold, or Contended under continuous changes."""
        for _ in range(_ROUNDS):
            document = self.scope.document(principal, document_id)
            if self.scope(principal, document.company_id).legal_hold:
                raise OnLegalHold("The company is on legal hold: its documents must not be deleted.")
            if self.hide_document.hide(document):
                return
        raise Contended("The document is being changed by others.")

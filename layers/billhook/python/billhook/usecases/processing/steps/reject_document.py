"""Reject a document whose file cannot be processed."""

from dataclasses import dataclass

from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Rejection
from billhook.usecases.processing.steps.finish_document import FinishDocument


@dataclass(frozen=True)
class RejectDocument:
    """The rejection's code is the reason. A rejected archive becomes a document, so that it is listed."""

    finish_document: FinishDocument

    def reject(self, document: Document, rejection: Rejection, content: Content | None = None) -> Document:
        """The rejected document; ``content`` is the result of an extraction that found no bill. Raises StaleLease."""
        rejected = document.rejected(StatusReason(rejection.code), str(rejection), content)
        return self.finish_document.finish(document, rejected)

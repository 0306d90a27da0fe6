"""Create a fresh link to a document's file."""

from dataclasses import dataclass

from billhook.domain import file_link
from billhook.domain.document import Document
from billhook.ports.clock import Clock
from billhook.ports.crypto import Hmacs


@dataclass(frozen=True)
class CreateFileLink:
    """``{apiUrl}/file/{documentId}?exp=...&sig=...``, good for a day; None while there is no file."""

    hmacs: Hmacs
    clock: Clock

    def __call__(self, document: Document, api_url: str) -> str | None:
        if document.file.size is None:
            return None
        expires = int((self.clock.now() + file_link.LIFETIME).timestamp())
        digest = self.hmacs.digest(file_link.HMAC_PURPOSE, file_link.signed_text(document.id, expires))
        return file_link.link(api_url, document.id, expires=expires, signature=file_link.signature_of(digest))

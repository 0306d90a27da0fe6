"""Create a fresh link to a document's file."""

from dataclasses import dataclass

from billhook.domain import signing
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
        expires = int((self.clock.now() + signing.FILE_LINK_LIFETIME).timestamp())
        digest = self.hmacs.digest(signing.FILE_LINK_PURPOSE, signing.file_link_text(document.id, expires))
        return signing.file_link(api_url, document.id, expires=expires, signature=signing.file_link_signature(digest))

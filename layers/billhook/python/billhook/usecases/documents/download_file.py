"""Resolve a signed file link to a short-lived URL of the bytes."""

import hmac
from dataclasses import dataclass

from billhook.domain import signing
from billhook.domain.document import Document
from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import DocumentId, is_id
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.crypto import Hmacs
from billhook.ports.documents import Documents
from billhook.ports.files import Files

_MAX_DIGITS = 12


@dataclass(frozen=True)
class DownloadFile:
    documents: Documents
    companies: Companies
    files: Files
    hmacs: Hmacs
    clock: Clock

    def __call__(self, document_id: DocumentId, *, expires: str, signature: str, method: str = "GET") -> str:
        """A URL that gives the bytes for five minutes, to a request with ``method``, GET or HEAD.

        Raises NotFound for a link that we did not sign, Gone for one that has expired or whose file is deleted.
        """
        if not (is_id(document_id) and expires.isascii() and expires.isdigit() and len(expires) <= _MAX_DIGITS):
            raise NotFound
        digest = self.hmacs.digest(signing.FILE_LINK_PURPOSE, signing.file_link_text(document_id, int(expires)))
        if not hmac.compare_digest(signing.file_link_signature(digest).encode(), signature.encode()):
            raise NotFound
        if self.clock.now().timestamp() >= int(expires):
            raise Gone("This link has expired. Fetch the document for a new link.")
        document = self.documents.get(document_id)
        if document is None or not document.file.object_key or not self._is_there(document, document.file.object_key):
            raise Gone("The file of this link was deleted.")
        return self._url(document, document.file.object_key, is_head=method == "HEAD")

    def _is_there(self, document: Document, key: str) -> bool:
        company = self.companies.get(document.company_id)
        lives = not document.deleted and company is not None and not company.deleted
        return lives and self.files.head(key) is not None

    def _url(self, document: Document, key: str, *, is_head: bool) -> str:
        return self.files.presigned_url(
            key,
            version=document.file.object_version,
            file_name=document.file.file_name,
            content_type=document.file.content_type or "application/octet-stream",
            expires=signing.DOWNLOAD_LIFETIME,
            is_head=is_head,
        )

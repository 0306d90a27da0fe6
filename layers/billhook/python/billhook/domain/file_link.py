"""Signed links to a document's file, valid for 24 hours without an API key.

An S3 URL signed by a Lambda role expires with the role's session. The link therefore redirects to a fresh pre-signed
URL.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta

from billhook.domain.ids import DocumentId

LIFETIME = timedelta(hours=24)
DOWNLOAD_LIFETIME = timedelta(minutes=5)
HMAC_PURPOSE = "file-link"


def signed_text(document_id: DocumentId, expires: int) -> bytes:
    """The text that the signature of a link covers; ``expires`` is in Unix seconds."""
    return f"{document_id}.{expires}".encode()


def signature_of(digest: bytes) -> str:
    """The ``sig`` parameter of a link whose ``signed_text`` has this HMAC."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def link(api_url: str, document_id: DocumentId, *, expires: int, signature: str) -> str:
    return f"{api_url.rstrip('/')}/file/{document_id}?exp={expires}&sig={signature}"

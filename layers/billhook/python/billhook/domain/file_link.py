"""Our own link to a document's file: it lives 24 hours and is signed, so that it needs no other right.

A URL that a Lambda's role signs dies with the role's session, so no link of 24 hours can be a bare pre-signed one:
ours leads to a fresh one.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta

from billhook.domain.ids import DocumentId

LIFETIME = timedelta(hours=24)
DOWNLOAD_LIFETIME = timedelta(minutes=5)
HMAC_PURPOSE = "file-link"


def signed_text(document_id: DocumentId, expires: int) -> bytes:
    """What the signature of a link covers; ``expires`` is in Unix seconds."""
    return f"{document_id}.{expires}".encode()


def signature_of(digest: bytes) -> str:
    """The ``sig`` of a link whose ``signed_text`` has this HMAC."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def link(api_url: str, document_id: DocumentId, *, expires: int, signature: str) -> str:
    return f"{api_url.rstrip('/')}/file/{document_id}?exp={expires}&sig={signature}"

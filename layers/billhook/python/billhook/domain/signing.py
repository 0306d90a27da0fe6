"""Standard Webhooks signatures, which prove origin, age and integrity of a delivery.

The signed text is ``{id}.{timestamp}.{body}``, byte for byte as sent. The id is equal in all attempts, the timestamp is
the attempt's. Every valid secret signs, the newest first, so that a receiver can rotate at any time.

A link to a document's file is signed too, and valid for 24 hours without an API key. An S3 URL signed by a Lambda role
expires with the role's session; the link therefore redirects to a fresh pre-signed URL.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from billhook.domain.errors import Invalid
from billhook.domain.ids import DocumentId

SECRET_PREFIX = "whsec_"  # noqa: S105 - what secrets begin with is none
SECRET_BYTES = 32
_LEAST, _MOST = 24, 64


def secret_text(key: bytes) -> str:
    """The secret as shown to the customer: ``whsec_`` and base64."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def secret_key(text: str) -> bytes:
    """The 24 to 64 bytes of a shown secret. Raises Invalid."""
    try:
        key = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not _LEAST <= len(key) <= _MOST:
        raise Invalid(f"A signing secret is {SECRET_PREFIX} and the base64 of {_LEAST} to {_MOST} bytes.")
    return key


def signature(key: bytes, *, event_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the base64 HMAC-SHA256."""
    signed = b".".join((event_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()


def signing_headers(keys: Sequence[bytes], *, event_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers of one attempt; ``timestamp`` is in whole Unix seconds.

    ``svix-`` headers have the same values: receivers of Nectar's webhooks verify with that library.
    """
    signatures = (signature(key, event_id=event_id, timestamp=timestamp, body=body) for key in keys)
    values = {"id": event_id, "timestamp": str(timestamp), "signature": " ".join(signatures)}
    return {f"{prefix}-{name}": value for prefix in ("webhook", "svix") for name, value in values.items()}


def body_digest(key: bytes, body: bytes) -> str:
    """The hexadecimal HMAC-SHA256 of a body alone, with the secret's text as the key, as Invofox signs."""
    return hmac.digest(secret_text(key).encode(), body, sha256).hex()


FILE_LINK_LIFETIME = timedelta(hours=24)
DOWNLOAD_LIFETIME = timedelta(minutes=5)
FILE_LINK_PURPOSE = "file-link"


def file_link_text(document_id: DocumentId, expires: int) -> bytes:
    """The text that the signature of a file link covers; ``expires`` is in Unix seconds."""
    return f"{document_id}.{expires}".encode()


def file_link_signature(digest: bytes) -> str:
    """The ``sig`` parameter of a file link whose ``file_link_text`` has this HMAC."""
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def file_link(api_url: str, document_id: DocumentId, *, expires: int, signature: str) -> str:
    return f"{api_url.rstrip('/')}/file/{document_id}?exp={expires}&sig={signature}"

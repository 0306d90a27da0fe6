"""Encryption of stored secrets, verification of access tokens, and keyed hashes."""

from collections.abc import Mapping
from typing import Any, Protocol


class Encryptor(Protocol):
    """Encryption of destination secrets under the deployment's KMS key, bound to a context."""

    def encrypt(self, secret: bytes, *, context: str) -> str: ...
    def decrypt(self, encrypted: str, *, context: str) -> bytes:
        """Return the secret. Raises ValueError when it was encrypted for another context or by another key."""


class Cipher(Protocol):
    """Encryption under a key that the caller supplies with each request and that is not stored."""

    def encrypt(self, content: bytes, *, key: bytes) -> str:
        """Return ``content`` compressed and encrypted, as text; ``key`` has 32 bytes."""

    def decrypt(self, encrypted: str, *, key: bytes) -> bytes:
        """Return the content. Raises ValueError for another key, or when the text was modified."""


class Tokens(Protocol):
    def claims(self, token: str) -> Mapping[str, Any]:
        """Verify an access token of the trusted issuer and return its claims.

        Raises Unauthorized for any other text or an expired token, Unavailable while the issuer's keys are unavailable.
        """


class Hmacs(Protocol):
    """Keyed hashes with the deployment's signing secret: key ids, file links, keys of stored responses."""

    def digest(self, purpose: str, message: bytes) -> bytes:
        """Return the HMAC-SHA256 of ``message`` under a key derived for ``purpose``; 32 bytes."""

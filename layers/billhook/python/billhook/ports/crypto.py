"""What hides, signs and proves."""

from collections.abc import Mapping
from typing import Any, Protocol


class Encryptor(Protocol):
    """Encryption of destination secrets under our KMS key."""

    def seal(self, secret: bytes, *, context: str) -> str: ...
    def unseal(self, sealed: str, *, context: str) -> bytes: ...


class Cipher(Protocol):
    """Encryption under a key that its user brings; without it, what is stored says nothing."""

    def lock(self, content: bytes, *, key: bytes) -> str:
        """``content`` compressed and encrypted as text; ``key`` has 32 bytes."""

    def unlock(self, locked: str, *, key: bytes) -> bytes:
        """The content. Raises ValueError for another key, or when it was changed."""


class Tokens(Protocol):
    def claims(self, token: str) -> Mapping[str, Any]:
        """What a living access token of the trusted issuer claims.

        Raises Unauthorized for every other text, Unavailable while the issuer's keys cannot be had.
        """


class Hmacs(Protocol):
    """Keyed hashes with the stack's own secret: key ids, file links, what opens kept answers."""

    def digest(self, purpose: str, message: bytes) -> bytes:
        """HMAC-SHA256 of ``message`` under a key derived for ``purpose``; 32 bytes."""

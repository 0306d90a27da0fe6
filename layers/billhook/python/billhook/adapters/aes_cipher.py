"""Implements ``ports.Cipher`` with AES-256-GCM. The library is loaded on first use."""
# ruff: noqa: PLC0415

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

from billhook.ports.clock import Ids

_NONCE_BYTES = 12


@dataclass(frozen=True)
class AesCipher:
    """Encrypts as base64 of nonce and ciphertext; ``ids`` supplies the nonces."""

    ids: Ids

    def encrypt(self, content: bytes, *, key: bytes) -> str:
        """See ``ports.Cipher``."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = self.ids.secret(_NONCE_BYTES)
        return b64encode(nonce + AESGCM(key).encrypt(nonce, zlib.compress(content), None)).decode()

    def decrypt(self, encrypted: str, *, key: bytes) -> bytes:
        """See ``ports.Cipher``."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        message = b64decode(encrypted)
        nonce, ciphertext = message[:_NONCE_BYTES], message[_NONCE_BYTES:]
        try:
            compressed = AESGCM(key).decrypt(nonce, ciphertext, None)
        except InvalidTag:
            raise ValueError("The content was encrypted with another key.") from None
        return zlib.decompress(compressed)

"""Implements ``ports.Vault`` with AES-256-GCM. The library is loaded when something is locked or unlocked."""
# ruff: noqa: PLC0415

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

from billhook.ports.clock import Ids

_NONCE_BYTES = 12


@dataclass(frozen=True)
class AesCipher:
    ids: Ids

    def lock(self, content: bytes, *, key: bytes) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = self.ids.secret(_NONCE_BYTES)
        return b64encode(nonce + AESGCM(key).encrypt(nonce, zlib.compress(content), None)).decode()

    def unlock(self, locked: str, *, key: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        whole = b64decode(locked)
        try:
            packed = AESGCM(key).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], None)
        except InvalidTag:
            raise ValueError("It was locked with another key.") from None
        return zlib.decompress(packed)

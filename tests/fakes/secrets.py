"""Fakes of what keeps secrets: sealing that can be seen through, keyed hashes with a known key."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from billhook.domain.errors import Unauthorized


class FakeEncryptor:
    def encrypt(self, secret: bytes, *, context: str) -> str:
        return f"{b64encode(context.encode()).decode()}.{b64encode(secret).decode()}"

    def decrypt(self, sealed: str, *, context: str) -> bytes:
        sealed_for, _, secret = sealed.partition(".")
        if b64decode(sealed_for).decode() != context:
            raise ValueError("The secret was encrypted for another context.")
        return b64decode(secret)


@dataclass
class FakeHmacs:
    secret: bytes = b"a secret that everybody knows"

    def digest(self, purpose: str, message: bytes) -> bytes:
        key = hmac.digest(self.secret, purpose.encode(), "sha256")
        return hmac.digest(key, message, "sha256")


@dataclass
class FakeTokens:
    """Knows the claims of the tokens that it was given, and no others."""

    known: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def claims(self, token: str) -> Mapping[str, Any]:
        if token not in self.known:
            raise Unauthorized("The access token is not valid.")
        return self.known[token]

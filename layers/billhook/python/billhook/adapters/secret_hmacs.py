"""Implements ``ports.Hmacs`` with the stack's signing secret in Secrets Manager, read once per process."""

import hmac
from functools import lru_cache
from threading import Lock
from typing import Any

from billhook.adapters.aws_errors import translated_errors

_MIN_BYTES = 32


class SecretHmacs:
    """``client`` is a boto3 Secrets Manager client; ``secret_id`` the name or ARN of the secret."""

    def __init__(self, client: Any, secret_id: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._secret: bytes | None = None
        self._lock = Lock()
        self._key = lru_cache(maxsize=16)(self._derived)

    def digest(self, purpose: str, message: bytes) -> bytes:
        """See ``ports.Hmacs``. Raises Throttled or Unavailable while the secret cannot be read."""
        return hmac.digest(self._key(purpose), message, "sha256")

    def _derived(self, purpose: str) -> bytes:
        """Derive the key of a purpose, so that the key that signs links cannot compute key ids."""
        return hmac.digest(self._read(), purpose.encode(), "sha256")

    def _read(self) -> bytes:
        with self._lock:
            if self._secret is None:
                with translated_errors():
                    answer = self._client.get_secret_value(SecretId=self._secret_id)
                secret = answer.get("SecretBinary") or answer["SecretString"].encode()
                if len(secret) < _MIN_BYTES:
                    raise ValueError(f"The signing secret is shorter than {_MIN_BYTES} bytes.")
                self._secret = bytes(secret)
            return self._secret

"""Implements ``ports.Encryptor`` with a KMS key. KMS encrypts the secrets directly, without data keys."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from billhook.adapters.aws_errors import error_code, translated_errors

_WRONG_KEY = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})

MAX_CACHED = 500


@dataclass(frozen=True)
class KmsEncryptor:
    """``client`` is a boto3 KMS client; ``key_id`` the id, alias or ARN of the key.

    Decrypted secrets are cached in the process: a KMS call per delivery attempt would double the attempt's cost.
    """

    client: Any
    key_id: str
    _cache: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    def encrypt(self, secret: bytes, *, context: str) -> str:
        """Encrypt ``secret`` (at most 4 KB) for ``context``; base64."""
        with translated_errors():
            answer = self.client.encrypt(
                KeyId=self.key_id, Plaintext=secret, EncryptionContext=_encryption_context(context)
            )
        return b64encode(answer["CiphertextBlob"]).decode()

    def decrypt(self, encrypted: str, *, context: str) -> bytes:
        """See ``ports.Encryptor``."""
        if (encrypted, context) not in self._cache:
            if len(self._cache) >= MAX_CACHED:
                self._cache.clear()
            self._cache[encrypted, context] = self._decrypted(encrypted, context)
        return self._cache[encrypted, context]

    def _decrypted(self, encrypted: str, context: str) -> bytes:
        try:
            with translated_errors():
                answer = self.client.decrypt(
                    KeyId=self.key_id,
                    CiphertextBlob=b64decode(encrypted),
                    EncryptionContext=_encryption_context(context),
                )
        except ClientError as error:
            if error_code(error) in _WRONG_KEY:
                raise ValueError("The secret was encrypted for another context.") from error
            raise
        return bytes(answer["Plaintext"])


def _encryption_context(context: str) -> dict[str, str]:
    return {"billhook": context}

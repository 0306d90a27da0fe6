"""Implements ``ports.Sealer`` with a KMS key: short secrets are encrypted by KMS itself."""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from billhook.adapters.faults import code_of, told

_FOREIGN = frozenset({"InvalidCiphertextException", "IncorrectKeyException"})

MOST_REMEMBERED = 500


@dataclass(frozen=True)
class KmsEncryptor:
    """``client`` is a boto3 KMS client; ``key_id`` the id, alias or ARN of the key.

    What was opened is remembered by this process: a call for each attempt would cost as much as all else about it.
    """

    client: Any
    key_id: str
    _opened: dict[tuple[str, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    def seal(self, secret: bytes, *, context: str) -> str:
        """``secret`` (at most 4 KB) encrypted, as base64; only the same ``context`` opens it again."""
        with told():
            answer = self.client.encrypt(KeyId=self.key_id, Plaintext=secret, EncryptionContext=_bound_to(context))
        return b64encode(answer["CiphertextBlob"]).decode()

    def unseal(self, sealed: str, *, context: str) -> bytes:
        """The secret. Raises ValueError when it was sealed for another context or by another key."""
        if (sealed, context) not in self._opened:
            if len(self._opened) >= MOST_REMEMBERED:
                self._opened.clear()
            self._opened[sealed, context] = self._decrypted(sealed, context)
        return self._opened[sealed, context]

    def _decrypted(self, sealed: str, context: str) -> bytes:
        try:
            with told():
                answer = self.client.decrypt(
                    KeyId=self.key_id, CiphertextBlob=b64decode(sealed), EncryptionContext=_bound_to(context)
                )
        except ClientError as error:
            if code_of(error) in _FOREIGN:
                raise ValueError("It was sealed for something else.") from error
            raise
        return bytes(answer["Plaintext"])


def _bound_to(context: str) -> dict[str, str]:
    return {"billhook": context}

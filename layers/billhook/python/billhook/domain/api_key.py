"""API keys: ``bh_``, 30 random letters and digits, and a checksum of 6.

The checksum detects a mistyped key without a read of the table. A key is never stored: its id is derived from its HMAC.
"""

from uuid import UUID
from zlib import crc32

from billhook.domain.ids import KeyId

PREFIX = "bh_"
SEED_BYTES = 32
HMAC_PURPOSE = "api-key"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LENGTH, _CHECK_LENGTH = 30, 6


def key_of(seed: bytes) -> str:
    """The key of ``SEED_BYTES`` random bytes, 178 bits of which are used."""
    return checked_text(PREFIX, seed)


def is_key(text: str) -> bool:
    """Whether ``text`` has the form and the checksum of a key."""
    return is_checked_text(PREFIX, text)


def checked_text(prefix: str, seed: bytes) -> str:
    """A secret that can be copied by hand: ``prefix``, 30 letters and digits of ``seed``, a checksum of 6."""
    secret = _base62(int.from_bytes(seed), _SECRET_LENGTH)
    return f"{prefix}{secret}{_check(secret)}"


def is_checked_text(prefix: str, text: str) -> bool:
    """Whether ``text`` is a ``checked_text`` with this prefix."""
    secret, check = text[len(prefix) : -_CHECK_LENGTH], text[-_CHECK_LENGTH:]
    is_long_enough = len(text) == len(prefix) + _SECRET_LENGTH + _CHECK_LENGTH
    return is_long_enough and text.startswith(prefix) and text.isascii() and check == _check(secret)


def key_id_of(digest: bytes) -> KeyId:
    """The id of the key whose HMAC is ``digest``."""
    return KeyId(str(UUID(bytes=digest[:16])))


def _check(secret: str) -> str:
    return _base62(crc32(secret.encode()), _CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, digit = divmod(number, len(_DIGITS))
        letters.append(_DIGITS[digit])
    return "".join(reversed(letters))

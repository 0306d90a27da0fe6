"""``KmsEncryptor``: decrypted secrets are cached per process and context."""

from typing import Any

import pytest

from billhook.adapters.kms_encryptor import MAX_CACHED, KmsEncryptor
from tests.adapters.cloud import Cloud


class Counting:
    """A client that counts calls to decrypt."""

    def __init__(self, client: Any) -> None:
        self.client, self.decrypted = client, 0

    def encrypt(self, **request: Any) -> Any:
        return self.client.encrypt(**request)

    def decrypt(self, **request: Any) -> Any:
        self.decrypted += 1
        return self.client.decrypt(**request)


@pytest.fixture
def encryptor(cloud: Cloud) -> KmsEncryptor:
    return KmsEncryptor(Counting(cloud.clients("kms")), cloud.encryptor.key_id)


def test_encryptor_decrypts_a_secret_once_per_process(encryptor: KmsEncryptor) -> None:
    sealed = encryptor.encrypt(b"a secret", context="one")

    opened = [encryptor.decrypt(sealed, context="one") for _ in range(3)]

    assert (opened, encryptor.client.decrypted) == ([b"a secret"] * 3, 1)
    assert "a secret" not in repr(encryptor)


def test_encryptor_cache_is_separate_by_context(encryptor: KmsEncryptor) -> None:
    sealed = encryptor.encrypt(b"a secret", context="one")
    encryptor.decrypt(sealed, context="one")

    with pytest.raises(ValueError, match="another context"):
        encryptor.decrypt(sealed, context="another")


def test_encryptor_cache_is_bounded(encryptor: KmsEncryptor) -> None:
    sealed = encryptor.encrypt(b"a secret", context="one")
    encryptor.decrypt(sealed, context="one")
    encryptor._cache.update({(str(number), ""): b"" for number in range(MAX_CACHED)})

    encryptor.decrypt(encryptor.encrypt(b"new", context="two"), context="two")

    assert len(encryptor._cache) == 1

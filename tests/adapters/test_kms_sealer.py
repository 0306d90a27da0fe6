"""A secret is opened by KMS once a process, whoever uses it."""

from typing import Any

import pytest

from billhook.adapters.kms_encryptor import MOST_REMEMBERED, KmsEncryptor
from tests.adapters.cloud import Cloud


class Counting:
    """A client that counts what is decrypted."""

    def __init__(self, client: Any) -> None:
        self.client, self.decrypted = client, 0

    def encrypt(self, **request: Any) -> Any:
        return self.client.encrypt(**request)

    def decrypt(self, **request: Any) -> Any:
        self.decrypted += 1
        return self.client.decrypt(**request)


@pytest.fixture
def sealer(cloud: Cloud) -> KmsEncryptor:
    return KmsEncryptor(Counting(cloud.clients("kms")), cloud.sealer.key_id)


def test_a_secret_is_opened_once(sealer: KmsEncryptor) -> None:
    sealed = sealer.seal(b"a secret", context="one")

    opened = [sealer.unseal(sealed, context="one") for _ in range(3)]

    assert (opened, sealer.client.decrypted) == ([b"a secret"] * 3, 1)
    assert "a secret" not in repr(sealer)


def test_what_is_remembered_is_remembered_for_its_context_only(sealer: KmsEncryptor) -> None:
    sealed = sealer.seal(b"a secret", context="one")
    sealer.unseal(sealed, context="one")

    with pytest.raises(ValueError, match="something else"):
        sealer.unseal(sealed, context="another")


def test_not_all_is_remembered_for_ever(sealer: KmsEncryptor) -> None:
    sealed = sealer.seal(b"a secret", context="one")
    sealer.unseal(sealed, context="one")
    sealer._opened.update({(str(number), ""): b"" for number in range(MOST_REMEMBERED)})

    sealer.unseal(sealer.seal(b"new", context="two"), context="two")

    assert len(sealer._opened) == 1

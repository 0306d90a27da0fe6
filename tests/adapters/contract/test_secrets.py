"""Contract of ``ports.Encryptor`` and ``ports.Hmacs``."""

from typing import Any

import pytest


def test_encryptor_decrypts_only_in_the_same_context(ports: Any) -> None:
    sealed = ports.encryptor.encrypt(b"\x00secret\xff", context="destination-1")

    assert ports.encryptor.decrypt(sealed, context="destination-1") == b"\x00secret\xff"
    with pytest.raises(ValueError, match="encrypted for another context"):
        ports.encryptor.decrypt(sealed, context="destination-2")


def test_hmacs_digest_depends_on_purpose_and_message_only(ports: Any) -> None:
    digest = ports.hmacs.digest("file-link", b"document.1")

    assert len(digest) == 32
    assert ports.hmacs.digest("file-link", b"document.1") == digest
    assert ports.hmacs.digest("file-link", b"document.2") != digest
    assert ports.hmacs.digest("api-key", b"document.1") != digest

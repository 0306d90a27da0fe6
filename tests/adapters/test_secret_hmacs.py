"""``SecretHmacs``: the signing secret is read once and validated."""

import hmac
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from billhook.adapters.secret_hmacs import SecretHmacs
from billhook.domain.errors import Throttled

SECRET = "k" * 64


class FakeSecrets:
    """A client that counts its reads."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.reads = 0

    def get_secret_value(self, *, SecretId: str) -> dict[str, Any]:  # noqa: N803
        self.reads += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)


def test_hmacs_read_the_secret_once_on_first_use() -> None:
    client = FakeSecrets({"SecretString": SECRET})
    hmacs = SecretHmacs(client, "arn")
    before = client.reads

    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda at: hmacs.digest(f"purpose-{at % 4}", b"m"), range(64)))

    assert (before, client.reads) == (0, 1)
    assert len(digests) == 4


def test_hmacs_digest_depends_on_its_purpose() -> None:
    hmacs = SecretHmacs(FakeSecrets({"SecretString": SECRET}), "arn")

    key = hmac.digest(SECRET.encode(), b"api-key", "sha256")
    assert hmacs.digest("api-key", b"m") == hmac.digest(key, b"m", "sha256")


def test_hmacs_accept_a_secret_as_text_or_bytes() -> None:
    as_text = SecretHmacs(FakeSecrets({"SecretString": SECRET}), "arn")
    as_bytes = SecretHmacs(FakeSecrets({"SecretBinary": SECRET.encode()}), "arn")

    assert as_text.digest("p", b"m") == as_bytes.digest("p", b"m")


def test_hmacs_reject_a_short_secret() -> None:
    with pytest.raises(ValueError, match="shorter than 32"):
        SecretHmacs(FakeSecrets({"SecretString": "short"}), "arn").digest("p", b"m")


def test_hmacs_retry_after_a_failed_read() -> None:
    throttled = ClientError({"Error": {"Code": "ThrottlingException"}}, "GetSecretValue")
    hmacs = SecretHmacs(FakeSecrets(throttled, {"SecretString": SECRET}), "arn")

    with pytest.raises(Throttled):
        hmacs.digest("p", b"m")

    assert len(hmacs.digest("p", b"m")) == 32

"""AWS clients of a process: one session, created on first use and cached, with bounded timeouts."""

from collections.abc import Iterator

import pytest

from billhook.runtime import aws


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": "/nonexistent",
    }.items():
        monkeypatch.setenv(name, value)
    for cached in (aws.client, aws.client_abroad, aws._session):
        cached.cache_clear()
    yield
    for cached in (aws.client, aws.client_abroad, aws._session):
        cached.cache_clear()


def test_aws_client_is_created_once() -> None:
    assert aws.client("sqs") is aws.client("sqs")
    assert aws.client("sqs") is not aws.client("events")


@pytest.mark.parametrize("service", ["dynamodb", "s3", "sqs", "events", "kms", "secretsmanager", "textract"])
def test_aws_timeout_is_shorter_than_the_function_timeout(service: str) -> None:
    config = aws.client(service).meta.config

    assert config.connect_timeout + config.read_timeout < 15
    assert config.retries["mode"] == "standard"
    assert config.retries["total_max_attempts"] <= 4


def test_aws_invoke_is_not_retried() -> None:
    config = aws.client("lambda").meta.config

    assert config.retries["total_max_attempts"] == 1
    assert config.read_timeout > 60


def test_aws_client_abroad_uses_its_region_without_retries() -> None:
    abroad = aws.client_abroad("events", "eu-central-1")

    assert abroad.meta.endpoint_url == "https://events.eu-central-1.amazonaws.com"
    assert abroad is aws.client_abroad("events", "eu-central-1")
    assert abroad.meta.config.retries["total_max_attempts"] == 1
    assert abroad.meta.config.connect_timeout + abroad.meta.config.read_timeout <= 15


def test_aws_links_are_signed_v4_for_the_regional_endpoint() -> None:
    s3 = aws.client("s3")

    link = s3.generate_presigned_url("get_object", Params={"Bucket": "bills", "Key": "k"})

    assert link.startswith("https://bills.s3.us-east-1.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256")


def test_aws_endpoint_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    monkeypatch.setenv("AWS_ENDPOINT_URL_TEXTRACT", "http://127.0.0.1:4567")

    assert aws.client("s3").meta.endpoint_url == "http://127.0.0.1:4566"
    assert aws.client("textract").meta.endpoint_url == "http://127.0.0.1:4567"

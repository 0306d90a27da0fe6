"""``S3Files`` beyond its contract: metadata, download names, links and errors."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from billhook.adapters.s3_files import MAX_METADATA_LENGTH, S3Files, as_metadata, disposition
from billhook.domain.errors import Contended, Throttled, Unavailable
from billhook.runtime.aws import config_of
from tests.adapters.cloud import Cloud


@given(st.text(max_size=80))
def test_s3_metadata_is_stored_as_ascii_and_decoded(value: str) -> None:
    sent = as_metadata({"file-name": value})["file-name"]

    assert sent.isascii()
    assert sent == sent.strip()
    assert sent.isprintable()
    assert unquote(sent) == value.strip().encode(errors="replace").decode()


def test_s3_long_file_name_is_cut_and_keeps_its_extension() -> None:
    sent = as_metadata({"file-name": "電気料金" * 100 + ".pdf"})["file-name"]

    assert len(sent) <= MAX_METADATA_LENGTH
    assert unquote(sent).endswith("電気料金.pdf")
    assert len(unquote(sent)) > 100


@pytest.mark.parametrize(
    ("file_name", "header"),
    [
        ("bill.pdf", "attachment; filename=\"bill.pdf\"; filename*=UTF-8''bill.pdf"),
        ("März 5.pdf", "attachment; filename=\"M_rz 5.pdf\"; filename*=UTF-8''M%C3%A4rz%205.pdf"),
        ('a";\r\nX: y.pdf', "attachment; filename=\"a_;__X: y.pdf\"; filename*=UTF-8''a%22%3B%0D%0AX%3A%20y.pdf"),
        ("", "attachment; filename=\"file\"; filename*=UTF-8''"),
    ],
)
def test_s3_download_name_keeps_letters_of_any_language(file_name: str, header: str) -> None:
    assert disposition(file_name) == header


def test_s3_link_is_signed_for_one_version_and_file_name(cloud: Cloud) -> None:
    link = cloud.files.presigned_url(
        "incoming/c/d", version="v1", file_name="März.pdf", content_type="application/pdf", expires=timedelta(minutes=5)
    )

    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert urlsplit(link).path.endswith("incoming/c/d")
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert query["X-Amz-Expires"] == "300"
    assert query["versionId"] == "v1"
    assert query["response-content-disposition"].endswith("filename*=UTF-8''M%C3%A4rz.pdf")
    assert query["response-content-type"] == "application/pdf"


def test_s3_link_for_head_answers_head_only(cloud: Cloud) -> None:
    cloud.files.put("k", b"bytes", content_type="application/pdf", metadata={})

    link = cloud.files.presigned_url(
        "k", version=None, file_name="b.pdf", content_type="application/pdf", expires=timedelta(minutes=5), is_head=True
    )

    assert link != cloud.files.presigned_url(
        "k", version=None, file_name="b.pdf", content_type="application/pdf", expires=timedelta(minutes=5)
    )
    assert "filename" in link


def test_s3_get_returns_the_bytes_of_an_older_version(cloud: Cloud) -> None:
    first = cloud.files.put("k", b"first", content_type="text/plain", metadata={})
    cloud.clients("s3").put_object(Bucket=cloud.bucket, Key="k", Body=b"second")

    assert cloud.files.get("k", first) == b"first"
    assert cloud.files.get("k") == b"second"


def test_s3_delete_removes_every_version_and_marker(cloud: Cloud) -> None:
    s3 = cloud.clients("s3")
    for body in (b"1", b"2"):
        s3.put_object(Bucket=cloud.bucket, Key="k", Body=body)
    s3.delete_object(Bucket=cloud.bucket, Key="k")

    cloud.files.delete_all_versions("k")

    left = s3.list_object_versions(Bucket=cloud.bucket, Prefix="k")
    assert (left.get("Versions"), left.get("DeleteMarkers")) == (None, None)


class BrokenClient:
    """A client that raises the same error at every call."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, operation: str) -> Any:
        def call(**_: Any) -> Any:
            raise self.error

        return call


def refusal(code: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "PutObject")


@pytest.mark.parametrize(
    ("raised", "meaning"),
    [
        (refusal("SlowDown", 503), Throttled),
        (refusal("InternalError", 500), Unavailable),
        (refusal("ConditionalRequestConflict", 409), Contended),
        (ReadTimeoutError(endpoint_url="https://s3.test"), Unavailable),
        (refusal("AccessDenied", 403), ClientError),
        (refusal("NoSuchBucket", 404), ClientError),
    ],
)
def test_s3_put_error_maps_to_a_domain_error(raised: Exception, meaning: type[Exception]) -> None:
    files = S3Files(BrokenClient(raised), "bucket")

    with pytest.raises(meaning):
        files.put("k", b"x", content_type="text/plain", metadata={})


def test_s3_missing_bucket_is_not_a_missing_file() -> None:
    files = S3Files(BrokenClient(refusal("NoSuchBucket", 404)), "bucket")

    with pytest.raises(ClientError):
        files.get("k")


class WriteOnlyClient:
    """A client whose role may put objects but not read them."""

    def put_object(self, **_: Any) -> None:
        raise refusal("PreconditionFailed", 412)

    def head_object(self, **_: Any) -> None:
        raise refusal("403", 403)


def test_s3_put_with_write_only_role_returns_no_version() -> None:
    files = S3Files(WriteOnlyClient(), "bucket")

    assert files.put("k", b"x", content_type="text/plain", metadata={}) is None


def test_s3_signed_form_restricts_key_type_owner_and_size(cloud: Cloud) -> None:
    metadata = {"company": "c", "file-name": "März.pdf"}

    post = cloud.files.presigned_post(
        "incoming/c/d", content_type="image/png", metadata=metadata, max_bytes=50, expires=timedelta(minutes=15)
    )

    policy = json.loads(b64decode(post.fields["policy"]))
    conditions = policy["conditions"]
    assert {"Content-Type": "image/png"} in conditions
    assert {"x-amz-meta-company": "c"} in conditions
    assert {"x-amz-meta-file-name": "M%C3%A4rz.pdf"} in conditions
    assert ["content-length-range", 1, 50] in conditions
    assert {"key": "incoming/c/d"} in conditions
    assert [
        condition for condition in conditions if isinstance(condition, list) and condition[0] == "starts-with"
    ] == []
    assert post.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert {name: post.fields[name] for name in ("key", "Content-Type", "x-amz-meta-company")} == {
        "key": "incoming/c/d", "Content-Type": "image/png", "x-amz-meta-company": "c",
    }  # fmt: skip
    assert urlsplit(post.url).scheme == "https"
    left = datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_s3_signed_form_uses_the_regional_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The global endpoint redirects, and a form POST does not follow redirects."""
    client = boto3.Session("k", "s", region_name="us-east-1").client("s3", config=config_of("s3"))

    post = S3Files(client, "bills").presigned_post(
        "k", content_type="image/png", metadata={}, max_bytes=5, expires=timedelta(minutes=1)
    )

    assert urlsplit(post.url).netloc == "bills.s3.us-east-1.amazonaws.com"

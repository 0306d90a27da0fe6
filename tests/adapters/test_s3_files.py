"""S3 files beyond the contract: metadata, names of downloads, links, errors."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from billhook.adapters.s3_files import LONGEST_METADATA, S3Files, as_metadata, disposition
from billhook.domain.errors import Contended, Throttled, Unavailable
from tests.adapters.cloud import Cloud


@given(st.text(max_size=80))
def test_metadata_is_printable_ascii_and_comes_back(value: str) -> None:
    sent = as_metadata({"file-name": value})["file-name"]

    assert sent.isascii()
    assert sent == sent.strip()
    assert sent.isprintable()
    assert unquote(sent) == value.strip().encode(errors="replace").decode()


def test_a_long_name_keeps_its_end_and_fits() -> None:
    sent = as_metadata({"file-name": "電気料金" * 100 + ".pdf"})["file-name"]

    assert len(sent) <= LONGEST_METADATA
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
def test_a_download_has_its_name_whatever_its_letters(file_name: str, header: str) -> None:
    assert disposition(file_name) == header


def test_a_link_is_signed_for_one_version_and_downloads_under_the_files_own_name(cloud: Cloud) -> None:
    link = cloud.files.link(
        "incoming/c/d", version="v1", file_name="März.pdf", content_type="application/pdf", expires=timedelta(minutes=5)
    )

    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert urlsplit(link).path.endswith("incoming/c/d")
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert query["X-Amz-Expires"] == "300"
    assert query["versionId"] == "v1"
    assert query["response-content-disposition"].endswith("filename*=UTF-8''M%C3%A4rz.pdf")
    assert query["response-content-type"] == "application/pdf"


def test_the_bytes_of_an_older_version_can_be_had(cloud: Cloud) -> None:
    first = cloud.files.put("k", b"first", content_type="text/plain", metadata={})
    cloud.clients("s3").put_object(Bucket=cloud.bucket, Key="k", Body=b"second")

    assert cloud.files.get("k", first) == b"first"
    assert cloud.files.get("k") == b"second"


def test_deleting_takes_every_version_and_marker(cloud: Cloud) -> None:
    s3 = cloud.clients("s3")
    for body in (b"1", b"2"):
        s3.put_object(Bucket=cloud.bucket, Key="k", Body=body)
    s3.delete_object(Bucket=cloud.bucket, Key="k")

    cloud.files.delete_all_versions("k")

    left = s3.list_object_versions(Bucket=cloud.bucket, Prefix="k")
    assert (left.get("Versions"), left.get("DeleteMarkers")) == (None, None)


class BrokenClient:
    """Raises the same error whatever is asked."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, operation: str) -> Any:
        def call(**_: Any) -> Any:
            raise self.error

        return call


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "PutObject")


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
def test_errors_of_a_put_mean_something(raised: Exception, meaning: type[Exception]) -> None:
    files = S3Files(BrokenClient(raised), "bucket")

    with pytest.raises(meaning):
        files.put("k", b"x", content_type="text/plain", metadata={})


def test_a_bucket_that_is_not_there_is_no_missing_file() -> None:
    files = S3Files(BrokenClient(refusal("NoSuchBucket", 404)), "bucket")

    with pytest.raises(ClientError):
        files.get("k")


class WriteOnlyClient:
    """A client whose role may put files but not look at them."""

    def put_object(self, **_: Any) -> None:
        raise refusal("PreconditionFailed", 412)

    def head_object(self, **_: Any) -> None:
        raise refusal("403", 403)


def test_a_role_that_may_only_write_finds_a_taken_key_without_a_version() -> None:
    files = S3Files(WriteOnlyClient(), "bucket")

    assert files.put("k", b"x", content_type="text/plain", metadata={}) is None

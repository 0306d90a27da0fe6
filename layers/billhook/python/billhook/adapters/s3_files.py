"""Implements ``ports.Files`` on a versioned S3 bucket."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from billhook.adapters.aws_errors import error_code, ignore_missing, translated_errors
from billhook.adapters.s3_versions import delete_versions
from billhook.domain.errors import Contended
from billhook.ports.files import PresignedPost, StoredObject

MAX_METADATA_LENGTH = 1_000
"""S3 allows 2 KB of metadata in all. A longer value is cut at the start, to keep a file name's extension."""

_UNENCODED = " !#$&'()*+,;=@[]^_`{}~-./:"
_ACCESS_DENIED = frozenset({"403", "AccessDenied"})
_KEY_EXISTS = "PreconditionFailed"
_CONCURRENT_WRITE = "ConditionalRequestConflict"


@dataclass(frozen=True)
class S3Files:
    """``client`` is a boto3 S3 client that signs with SigV4."""

    client: Any
    bucket: str

    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """See ``ports.Files``."""
        return self._put(key, content, content_type, metadata)

    def upload(self, key: str, path: Path, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """See ``ports.Files``."""
        with path.open("rb") as content:
            return self._put(key, content, content_type, metadata)

    def head(self, key: str, version: str | None = None) -> StoredObject | None:
        with ignore_missing():
            answer = self.client.head_object(**self._object(key, version))
            return StoredObject(
                key=key,
                version=answer.get("VersionId"),
                size=answer["ContentLength"],
                content_type=answer["ContentType"],
                metadata={name: unquote(text) for name, text in answer["Metadata"].items()},
            )
        return None

    def get(self, key: str, version: str | None = None) -> bytes:
        with ignore_missing():
            return bytes(self.client.get_object(**self._object(key, version))["Body"].read())
        raise FileNotFoundError(key)

    def presigned_url(
        self,
        key: str,
        *,
        version: str | None,
        file_name: str,
        content_type: str,
        expires: timedelta,
        is_head: bool = False,
    ) -> str:
        """See ``ports.Files``. Signed with the process's credentials, and valid no longer than they are."""
        headers = {"ResponseContentDisposition": disposition(file_name), "ResponseContentType": content_type}
        return str(
            self.client.generate_presigned_url(
                "head_object" if is_head else "get_object",
                Params=self._object(key, version) | headers,
                ExpiresIn=int(expires.total_seconds()),
            )
        )

    def presigned_post(
        self, key: str, *, content_type: str, metadata: Mapping[str, str], max_bytes: int, expires: timedelta
    ) -> PresignedPost:
        """See ``ports.Files``. Signed with the process's credentials, and valid no longer than they are."""
        fixed = {"Content-Type": content_type}
        fixed |= {f"x-amz-meta-{name}": value for name, value in as_metadata(metadata).items()}
        conditions = [{name: value} for name, value in fixed.items()]
        post = self.client.generate_presigned_post(
            self.bucket,
            key,
            Fields=fixed,
            Conditions=[*conditions, ["content-length-range", 1, max_bytes]],
            ExpiresIn=int(expires.total_seconds()),
        )
        return PresignedPost(url=post["url"], fields=post["fields"])

    def list_keys(self, prefix: str, after: str | None, limit: int) -> Sequence[tuple[str, datetime]]:
        """See ``ports.Files``."""
        start = {"StartAfter": after} if after else {}
        with translated_errors():
            answer = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=limit, **start)
        return [(item["Key"], item["LastModified"]) for item in answer.get("Contents", ())]

    def delete_all_versions(self, key: str) -> None:
        """See ``ports.Files``. Delete markers are removed as well."""
        delete_versions(self.client, self.bucket, prefix=key, only=key)

    def delete_all_below(self, prefix: str) -> None:
        delete_versions(self.client, self.bucket, prefix=prefix)

    def _put(self, key: str, content: bytes | IO[bytes], content_type: str, metadata: Mapping[str, str]) -> str | None:
        request = {"ContentType": content_type, "Metadata": as_metadata(metadata), "IfNoneMatch": "*"}
        try:
            with translated_errors():
                answer = self.client.put_object(Bucket=self.bucket, Key=key, Body=content, **request)
        except ClientError as error:
            if error_code(error) == _CONCURRENT_WRITE:
                raise Contended("The object is being written concurrently.") from error
            if error_code(error) != _KEY_EXISTS:
                raise
            return self._first_version(key)
        version: str | None = answer.get("VersionId")
        return version

    def _first_version(self, key: str) -> str | None:
        """Return the stored object's version; None when the role may write files but not read them."""
        try:
            first = self.head(key)
        except ClientError as error:
            if error_code(error) not in _ACCESS_DENIED:
                raise
            return None
        return first.version if first else None

    def _object(self, key: str, version: str | None) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": key} | ({"VersionId": version} if version else {})


def as_metadata(values: Mapping[str, str]) -> dict[str, str]:
    """Encode metadata for S3: ASCII, other characters as percent-encoded UTF-8."""
    return {name: _encoded(value) for name, value in values.items()}


def disposition(file_name: str) -> str:
    """Return a Content-Disposition (RFC 6266) that saves as ``file_name``, in any script."""
    ascii_name = re.sub(r'[^\x20-\x7e]|["\\%]', "_", file_name) or "file"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def _encoded(value: str) -> str:
    text = value.strip()
    while len(encoded := quote(text, safe=_UNENCODED)) > MAX_METADATA_LENGTH:
        text = text[max(1, (len(encoded) - MAX_METADATA_LENGTH) // 12) :]
    return encoded

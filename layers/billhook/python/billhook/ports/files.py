"""The bucket of uploaded files, and the fetcher of remote ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class StoredObject:
    """A stored object; its ``metadata`` has company, document, job and file name."""

    key: str
    version: str | None
    size: int
    content_type: str
    metadata: Mapping[str, str]


@dataclass(frozen=True)
class PresignedPost:
    """A pre-signed POST of one object: send ``fields`` and then the field ``file`` to ``url``."""

    url: str
    fields: Mapping[str, str]


class Files(Protocol):
    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """Store bytes under a new key (If-None-Match) and return the version. An existing object is not changed."""

    def upload(self, key: str, path: Path, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """Store a file from disk, as ``put``."""

    def head(self, key: str, version: str | None = None) -> StoredObject | None: ...
    def get(self, key: str, version: str | None = None) -> bytes:
        """Return the bytes of an object. Raises FileNotFoundError."""

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
        """Return a pre-signed SigV4 URL that downloads as ``file_name``, by GET or, with ``is_head``, for HEAD."""

    def presigned_post(
        self, key: str, *, content_type: str, metadata: Mapping[str, str], max_bytes: int, expires: timedelta
    ) -> PresignedPost:
        """Return a form that stores 1 to ``max_bytes`` bytes under this key, with this type and metadata."""

    def list_keys(self, prefix: str, after: str | None, limit: int) -> Sequence[tuple[str, datetime]]:
        """List keys with ``prefix`` that sort after ``after``, in order, each with its last-modified time."""

    def delete_all_versions(self, key: str) -> None: ...
    def delete_all_below(self, prefix: str) -> None:
        """Delete all versions of every key that begins with ``prefix``."""


class Fetcher(Protocol):
    def fetch(self, url: str, into: Path) -> str | None:
        """Stream a URL to a file through the egress guard. Return the server's file name if it has one.
        Raises EgressRefused, Rejection (fetch_failed, too_large), Unreachable, or Retryable for other passing faults.
        """

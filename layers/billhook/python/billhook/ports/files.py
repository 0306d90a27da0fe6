"""Bytes that lie in the bucket, and bytes that have yet to be fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class StoredObject:
    """An object as it lies in the bucket; ``metadata`` names company, document, job and file name."""

    key: str
    version: str | None
    size: int
    content_type: str
    metadata: Mapping[str, str]


@dataclass(frozen=True)
class SignedPost:
    """A form that puts one object: POST ``fields`` and then the field ``file`` to ``url``."""

    url: str
    fields: Mapping[str, str]


class Files(Protocol):
    def put(self, key: str, content: bytes, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """Store bytes under a new key (If-None-Match); answers the version. An existing key keeps its first bytes."""

    def upload(self, key: str, path: Path, *, content_type: str, metadata: Mapping[str, str]) -> str | None:
        """The same from a file on disk."""

    def head(self, key: str, version: str | None = None) -> StoredObject | None: ...
    def get(self, key: str, version: str | None = None) -> bytes:
        """The bytes of an object. Raises FileNotFoundError."""

    def link(self, key: str, *, version: str | None, file_name: str, content_type: str, expires: timedelta) -> str:
        """A pre-signed SigV4 GET that downloads as ``file_name``."""

    def signed_post(
        self, key: str, *, content_type: str, metadata: Mapping[str, str], largest: int, expires: timedelta
    ) -> SignedPost:
        """Lets its holder put 1 to ``largest`` bytes under exactly this key, with exactly this type and metadata."""

    def keys_after(self, prefix: str, after: str | None, limit: int) -> Sequence[tuple[str, datetime]]:
        """Keys below ``prefix`` that sort behind ``after``, in order, each with when it was last written."""

    def delete_all_versions(self, key: str) -> None: ...
    def delete_all_below(self, prefix: str) -> None:
        """The same for every key that begins with ``prefix``."""


class Fetcher(Protocol):
    def fetch(self, url: str, into: Path) -> str | None:
        """Stream a URL to a file through the egress guard; answers the server's file name, if it gave one.

        Raises EgressRefused, Rejection (fetch_failed, too_large) or Retryable.
        """

"""Permanent deletion of S3 objects: all versions and delete markers."""

from collections.abc import Iterator
from typing import Any

from billhook.adapters.aws_errors import translated_errors
from billhook.domain.errors import Unavailable

_DELETES_AT_ONCE = 1_000


def delete_versions(client: Any, bucket: str, *, prefix: str, only: str | None = None) -> None:
    """Delete all versions of keys with ``prefix``, or of the key ``only``. Idempotent. Raises Retryable."""
    with translated_errors():
        versions = list(_versions(client, bucket, prefix, only))
        for start in range(0, len(versions), _DELETES_AT_ONCE):
            batch = {"Objects": versions[start : start + _DELETES_AT_ONCE], "Quiet": True}
            answer = client.delete_objects(Bucket=bucket, Delete=batch)
            if answer.get("Errors"):
                raise Unavailable("Some object versions could not be deleted.")


def _versions(client: Any, bucket: str, prefix: str, only: str | None) -> Iterator[dict[str, str]]:
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for version in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
            if only in (None, version["Key"]):
                yield {"Key": version["Key"], "VersionId": version["VersionId"]}

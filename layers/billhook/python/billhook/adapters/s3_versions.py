"""Objects removed for good: every version of them, and the marks that deletions leave."""

from collections.abc import Iterator
from typing import Any

from billhook.adapters.aws_errors import translated_errors
from billhook.domain.errors import Unavailable

_AT_ONCE = 1_000


def delete_versions(client: Any, bucket: str, *, prefix: str, only: str | None = None) -> None:
    """Delete all versions of the keys that begin with ``prefix``, or of the key ``only``. Raises Retryable.

    Deleting what is gone already is no error: it can be done again at any point.
    """
    with translated_errors():
        doomed = list(_versions(client, bucket, prefix, only))
        for start in range(0, len(doomed), _AT_ONCE):
            batch = {"Objects": doomed[start : start + _AT_ONCE], "Quiet": True}
            answer = client.delete_objects(Bucket=bucket, Delete=batch)
            if answer.get("Errors"):
                raise Unavailable("Some versions of an object could not be removed.")


def _versions(client: Any, bucket: str, prefix: str, only: str | None) -> Iterator[dict[str, str]]:
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for kept in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]:
            if only in (None, kept["Key"]):
                yield {"Key": kept["Key"], "VersionId": kept["VersionId"]}

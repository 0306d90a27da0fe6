"""The AWS session of a process and its clients, created on first use and cached.

The session is botocore's, imported with the first client. boto3 would add resources and S3 transfers, which no adapter
uses, a fourth of a cold start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.session import Session

_LOCK = Lock()
"""A session must not make clients in two threads at once."""

_DEFAULT: Mapping[str, Any] = {
    "connect_timeout": 2,
    "read_timeout": 6,
    "retries": {"mode": "standard", "total_max_attempts": 4},
    "signature_version": "v4",
    "tcp_keepalive": True,
}
"""Time-outs and retries that end before the 15 second time-out of a function."""

_SPECIAL: Mapping[str, Mapping[str, Any]] = {
    # Links signed by the global endpoint would be redirected, and a redirect breaks the signature.
    "s3": {"read_timeout": 10, "signature_version": "s3v4", "s3": {"us_east_1_regional_endpoint": "regional"}},
    # A page takes seconds to read. A throttled page returns to its queue, because waiting here costs compute time.
    "textract": {"read_timeout": 12, "retries": {"mode": "standard", "total_max_attempts": 2}},
    # A retried invocation would run the function twice.
    "lambda": {"read_timeout": 70, "retries": {"mode": "standard", "total_max_attempts": 1}},
}

_ONCE: Mapping[str, Any] = {"read_timeout": 10, "retries": {"mode": "standard", "total_max_attempts": 1}}


def config_of(service: str, changes: Mapping[str, Any] | None = None) -> Config:
    """Botocore configuration of a service: signature, time-outs, retries."""
    from botocore.config import Config

    return Config(**{**_DEFAULT, **_SPECIAL.get(service, {}), **(changes or {})})


@cache
def _session() -> Session:
    from botocore.session import get_session

    return get_session()


@cache
def client(service: str) -> Any:
    """The client of an AWS service; region, endpoint and credentials are those of the process."""
    with _LOCK:
        return _session().create_client(service, config=config_of(service))


@cache
def client_abroad(service: str, region: str) -> Any:
    """Client for a customer's resources in ``region``. It never retries: deliveries have their own retry schedule."""
    with _LOCK:
        return _session().create_client(service, region_name=region, config=config_of(service, _ONCE))

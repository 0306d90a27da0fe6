"""The boto3 session of a process and its clients, created on first use and cached."""

from functools import cache
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config

_LOCK = Lock()
"""boto3 sessions must not make clients in two threads at once."""

_DEFAULT = Config(
    connect_timeout=2,
    read_timeout=6,
    retries={"mode": "standard", "total_max_attempts": 4},
    signature_version="v4",
    tcp_keepalive=True,
)
"""Time-outs and retries that end before the 15 second time-out of a function."""

_SPECIAL = {
    # Links signed by the global endpoint would be redirected, and a redirect breaks the signature.
    "s3": Config(read_timeout=10, signature_version="s3v4", s3={"us_east_1_regional_endpoint": "regional"}),
    # A page takes seconds to read. A throttled page returns to its queue, because waiting here costs compute time.
    "textract": Config(read_timeout=12, retries={"mode": "standard", "total_max_attempts": 2}),
    # A retried invocation would run the function twice.
    "lambda": Config(read_timeout=70, retries={"mode": "standard", "total_max_attempts": 1}),
}


_ONCE = Config(read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})


def config_of(service: str) -> Config:
    """Botocore configuration of a service: signature, time-outs, retries."""
    return _DEFAULT.merge(_SPECIAL[service]) if service in _SPECIAL else _DEFAULT


@cache
def _session() -> boto3.Session:
    return boto3.Session()


@cache
def client(service: str) -> Any:
    """The client of an AWS service; region, endpoint and credentials are those of the process."""
    with _LOCK:
        return _session().client(service, config=config_of(service))  # type: ignore[call-overload]


@cache
def client_abroad(service: str, region: str) -> Any:
    """Client for a customer's resources in ``region``. It never retries: deliveries have their own retry schedule."""
    config = config_of(service).merge(_ONCE)
    with _LOCK:
        return _session().client(service, region_name=region, config=config)  # type: ignore[call-overload]

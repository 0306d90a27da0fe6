"""AWS service errors as domain errors: retryable ones become Throttled or Unavailable, others are bugs and stay."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NoConnectionError

from billhook.domain.errors import Retryable, Throttled, Unavailable

_THROTTLED = frozenset(
    {
        "LimitExceededException",
        "OverLimit",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_UNREACHABLE = (NoConnectionError, HTTPClientError, IncompleteReadError)
_ABSENT = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound"})
_UNAVAILABLE_FROM = 500


def retryable_error(error: Exception) -> Retryable | None:
    """Return Throttled or Unavailable for an error that may pass, else None. The SDK's own retries are used up."""
    if isinstance(error, _UNREACHABLE):
        return Unavailable("The service cannot be reached.")
    if not isinstance(error, ClientError):
        return None
    if error.response["Error"]["Code"] in _THROTTLED:
        return Throttled("The service throttles requests.")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return Unavailable("The service has an internal error.") if status >= _UNAVAILABLE_FROM else None


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise retryable AWS errors of the block as Throttled or Unavailable; others pass unchanged."""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        retryable = retryable_error(error)
        if retryable is None:
            raise
        raise retryable from error


@contextmanager
def ignore_missing() -> Iterator[None]:
    """As ``translated_errors``, but end the block without an error when S3 has no such object."""
    try:
        with translated_errors():
            yield
    except ClientError as error:
        if error_code(error) not in _ABSENT:
            raise


def error_code(error: ClientError) -> str:
    """Return the service's error code."""
    return str(error.response["Error"]["Code"])

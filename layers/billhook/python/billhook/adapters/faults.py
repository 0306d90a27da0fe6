"""What an AWS service's errors mean to us: try later, or a mistake that has to be seen."""

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


def meaning_of(error: Exception) -> Retryable | None:
    """Throttled or Unavailable when trying later helps, None when it does not. The SDK has tried often enough."""
    if isinstance(error, _UNREACHABLE):
        return Unavailable("The service cannot be reached.")
    if not isinstance(error, ClientError):
        return None
    if error.response["Error"]["Code"] in _THROTTLED:
        return Throttled("The service asks to slow down.")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return Unavailable("The service is out of order.") if status >= _UNAVAILABLE_FROM else None


@contextmanager
def told() -> Iterator[None]:
    """Raise what an AWS error means; a mistake of ours stays the error that it is."""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        meaning = meaning_of(error)
        if meaning is None:
            raise
        raise meaning from error


@contextmanager
def if_there() -> Iterator[None]:
    """The same, but leave the block quietly when S3 has no such object."""
    try:
        with told():
            yield
    except ClientError as error:
        if code_of(error) not in _ABSENT:
            raise


def code_of(error: ClientError) -> str:
    """The service's own name of what went wrong."""
    return str(error.response["Error"]["Code"])

"""Implements ``ports.CustomerBuses``: PutEvents on buses of other accounts, each called in the bus's region."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from billhook.adapters.aws_errors import error_code, retryable_error
from billhook.domain.bus_arn import BusArn
from billhook.domain.errors import Throttled
from billhook.ports.events import BusEntry
from billhook.ports.senders import DeliveryResponse

MAX_BODY = 4096
_OK = 200
_CLASSES = {
    "AccessDenied": "access_denied",
    "AccessDeniedException": "access_denied",
    "NotAuthorizedForDetailTypeException": "access_denied",
    "NotAuthorizedForSourceException": "access_denied",
    "ResourceNotFoundException": "no_such_bus",
    "ThrottlingException": "throttled",
    "InternalException": "receiver_failed",
    "InternalFailure": "receiver_failed",
}
_TOO_LARGE = "total size"
"""EventBridge has one error code for invalid entries; only the message names the size."""


@dataclass(frozen=True)
class EventBridgeBuses:
    """``client`` returns the boto3 EventBridge client of a region. Errors of the customer's side are results."""

    client: Callable[[str], Any]

    def put(self, bus_arn: str, entry: BusEntry) -> DeliveryResponse:
        """See ``ports.CustomerBuses``."""
        started = time.monotonic()
        status_code, error, text = self._put(bus_arn, entry)
        duration = round((time.monotonic() - started) * 1000)
        return DeliveryResponse(
            status_code=status_code, error=error, body=text[:MAX_BODY], retry_after=None, duration_ms=duration
        )

    def _put(self, bus_arn: str, entry: BusEntry) -> tuple[int | None, str | None, str]:
        """Return status code, error class and response text."""
        wire = {
            "EventBusName": bus_arn,
            "Source": entry.source,
            "DetailType": entry.detail_type,
            "Detail": entry.detail,
        }
        try:
            answer = self.client(BusArn.of(bus_arn).region).put_events(Entries=[wire])
        except ClientError as error:
            return _failed_call(error)
        except (ConnectTimeoutError, ReadTimeoutError):
            return None, "timeout", ""
        except BotoCoreError as error:
            if retryable_error(error) is None:
                raise
            return None, "unreachable", ""
        (result,) = answer["Entries"]
        if "ErrorCode" in result:
            return _failed_entry(result["ErrorCode"], result.get("ErrorMessage", ""))
        return _OK, None, f'{{"EventId":"{result.get("EventId", "")}"}}'


def _failed_entry(code: str, message: str) -> tuple[int | None, str, str]:
    return None, _error_class(code, message), f"{code}: {message}"


def _failed_call(error: ClientError) -> tuple[int | None, str, str]:
    """Classify a call that failed as a whole."""
    code, message = error_code(error), str(error.response["Error"].get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    retryable = retryable_error(error)
    if retryable is None:
        return status, _error_class(code, message), f"{code}: {message}"
    return status, "throttled" if isinstance(retryable, Throttled) else "receiver_failed", f"{code}: {message}"


def _error_class(code: str, message: str) -> str:
    if code in _CLASSES:
        return _CLASSES[code]
    return "too_large" if _TOO_LARGE in message.lower() else "refused"

"""Implements ``ports.Buses``: PutEvents on buses of other accounts, each called in its own region."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from billhook.adapters.faults import code_of, meaning_of
from billhook.domain.bus_arn import BusArn
from billhook.domain.errors import Throttled
from billhook.ports.events import BusEntry
from billhook.ports.senders import DeliveryResponse

KEPT = 4096
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
"""EventBridge has one code for all that does not fit; only its message tells size apart."""


@dataclass(frozen=True)
class EventBridgeBuses:
    """``client`` makes the boto3 EventBridge client of a region. Whatever the other side does is an answer."""

    client: Callable[[str], Any]

    def put(self, bus_arn: str, entry: BusEntry) -> DeliveryResponse:
        started = time.monotonic()
        status_code, error, text = self._put(bus_arn, entry)
        spent = round((time.monotonic() - started) * 1000)
        return DeliveryResponse(
            status_code=status_code, error=error, body=text[:KEPT], retry_after=None, duration_ms=spent
        )

    def _put(self, bus_arn: str, entry: BusEntry) -> tuple[int | None, str | None, str]:
        """Status code, error class and what was said."""
        wire = {
            "EventBusName": bus_arn,
            "Source": entry.source,
            "DetailType": entry.detail_type,
            "Detail": entry.detail,
        }
        try:
            answer = self.client(BusArn.of(bus_arn).region).put_events(Entries=[wire])
        except ClientError as refused:
            return _refusal(refused)
        except (ConnectTimeoutError, ReadTimeoutError):
            return None, "timeout", ""
        except BotoCoreError as failed:
            if meaning_of(failed) is None:
                raise
            return None, "unreachable", ""
        (result,) = answer["Entries"]
        if "ErrorCode" in result:
            return None, _class_of(result["ErrorCode"], result.get("ErrorMessage", "")), _said(result)
        return _OK, None, f'{{"EventId":"{result.get("EventId", "")}"}}'


def _refusal(refused: ClientError) -> tuple[int | None, str, str]:
    """A call that failed as a whole."""
    code, message = code_of(refused), str(refused.response["Error"].get("Message", ""))
    status = refused.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    meaning = meaning_of(refused)
    if meaning is None:
        return status, _class_of(code, message), f"{code}: {message}"
    return status, "throttled" if isinstance(meaning, Throttled) else "receiver_failed", f"{code}: {message}"


def _class_of(code: str, message: str) -> str:
    if code in _CLASSES:
        return _CLASSES[code]
    return "too_large" if _TOO_LARGE in message.lower() else "refused"


def _said(result: dict[str, Any]) -> str:
    return f"{result['ErrorCode']}: {result.get('ErrorMessage', '')}"

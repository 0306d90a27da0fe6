"""``EventBridgeBuses``: delivery to a customer's event bus, in its region; every outcome is a response."""

from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from billhook.adapters.customer_buses import MAX_BODY, EventBridgeBuses
from billhook.domain.ids import EventId
from billhook.ports.events import BusEntry
from billhook.ports.senders import DeliveryResponse
from tests.adapters.cloud import Cloud

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
ENTRY = BusEntry(EventId("e1"), "billhook.c", "document.created.v2", '{"eventId":"e1"}')


class FakeEvents:
    """A client whose single request returns an entry's result or raises an error."""

    def __init__(self, end: Any) -> None:
        self.end = end
        self.requests: list[list[dict[str, str]]] = []

    def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        self.requests.append(Entries)
        if isinstance(self.end, Exception):
            raise self.end
        return {"FailedEntryCount": int("ErrorCode" in self.end), "Entries": [self.end]}


def put(end: Any) -> DeliveryResponse:
    return EventBridgeBuses(lambda _: FakeEvents(end)).put(BUS, ENTRY)


def refusal(code: str, status: int = 400, message: str = "no") -> ClientError:
    response = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "PutEvents")  # type: ignore[arg-type]


def test_customer_bus_is_addressed_by_arn_in_its_region() -> None:
    client = FakeEvents({"EventId": "aws-1"})
    regions: list[str] = []

    def of(region: str) -> FakeEvents:
        regions.append(region)
        return client

    answer = EventBridgeBuses(of).put(BUS, ENTRY)

    assert regions == ["eu-west-1"]
    assert client.requests == [
        [
            {
                "EventBusName": BUS,
                "Source": "billhook.c",
                "DetailType": "document.created.v2",
                "Detail": '{"eventId":"e1"}',
            }
        ]
    ]
    assert (answer.status_code, answer.error, answer.body) == (200, None, '{"EventId":"aws-1"}')


@pytest.mark.parametrize(
    ("end", "status", "error"),
    [
        ({"ErrorCode": "AccessDeniedException"}, None, "access_denied"),
        ({"ErrorCode": "NotAuthorizedForSourceException"}, None, "access_denied"),
        ({"ErrorCode": "ResourceNotFoundException"}, None, "no_such_bus"),
        ({"ErrorCode": "ThrottlingException"}, None, "throttled"),
        ({"ErrorCode": "InternalFailure"}, None, "receiver_failed"),
        ({"ErrorCode": "MalformedDetail"}, None, "refused"),
        (refusal("AccessDeniedException"), 400, "access_denied"),
        (refusal("ResourceNotFoundException"), 400, "no_such_bus"),
        (refusal("ThrottlingException"), 400, "throttled"),
        (refusal("TooManyRequestsException", 429), 429, "throttled"),
        (refusal("InternalException", 500), 500, "receiver_failed"),
        (refusal("ServiceUnavailable", 503), 503, "receiver_failed"),
        (refusal("ValidationException", message="Total size of the entries is over the limit."), 400, "too_large"),
        (refusal("ValidationException"), 400, "refused"),
        (ReadTimeoutError(endpoint_url="https://events.test"), None, "timeout"),
        (ConnectTimeoutError(endpoint_url="https://events.test"), None, "timeout"),
        (EndpointConnectionError(endpoint_url="https://events.test"), None, "unreachable"),
    ],
)
def test_customer_bus_failure_is_an_error_class(end: Any, status: int | None, error: str) -> None:
    answer = put(end)

    assert (answer.status_code, answer.error) == (status, error)


def test_customer_bus_error_message_is_kept_up_to_a_limit() -> None:
    assert put({"ErrorCode": "AccessDeniedException", "ErrorMessage": "not you"}).body == (
        "AccessDeniedException: not you"
    )
    assert len(put(refusal("AccessDeniedException", message="x" * 9_000)).body) == MAX_BODY


def test_customer_bus_without_credentials_raises() -> None:
    with pytest.raises(NoCredentialsError):
        put(NoCredentialsError())


def test_customer_bus_that_exists_accepts_an_event(cloud: Cloud) -> None:
    events = cloud.clients("events")
    arn = events.create_event_bus(Name="theirs")["EventBusArn"]

    answer = EventBridgeBuses(lambda _: events).put(arn, ENTRY)

    assert (answer.status_code, answer.error) == (200, None)


def test_customer_bus_that_is_absent_is_no_such_bus(cloud: Cloud) -> None:
    answer = EventBridgeBuses(lambda _: cloud.clients("events")).put(BUS.replace("eu-west-1", "us-east-1"), ENTRY)

    assert answer.error == "no_such_bus"

"""``EventBridgeBus``: batches by count and size, and refused entries, which emulators never return."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from billhook.adapters.eventbridge_bus import BYTES_AT_ONCE, EventBridgeBus
from billhook.domain.ids import EventId
from billhook.ports.events import BusEntry
from tests.adapters.cloud import Cloud


class FakeEvents:
    """A client whose requests end as scripted; by default every entry is accepted."""

    def __init__(self, *ends: Any) -> None:
        self.ends = list(ends)
        self.requests: list[list[dict[str, str]]] = []

    def put_events(self, *, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        self.requests.append(Entries)
        end = self.ends.pop(0) if self.ends else {}
        if isinstance(end, Exception):
            raise end
        return {
            "Entries": [{"ErrorCode": end[at]} if at in end else {"EventId": str(at)} for at in range(len(Entries))]
        }


def entries(number: int, detail: str = "{}") -> list[BusEntry]:
    return [BusEntry(EventId(f"e{at}"), "billhook.c", "document.created.v2", detail) for at in range(number)]


def refusal(code: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "PutEvents")


def test_bus_publishes_in_batches_of_ten_in_order() -> None:
    client = FakeEvents()

    EventBridgeBus(client, "bills").publish(entries(23, json.dumps({"a": 1})))

    assert [len(request) for request in client.requests] == [10, 10, 3]
    assert client.requests[0][0] == {
        "EventBusName": "bills", "Source": "billhook.c", "DetailType": "document.created.v2", "Detail": '{"a": 1}',
    }  # fmt: skip


def test_bus_returns_only_the_refused_entries_of_a_batch() -> None:
    client = FakeEvents({}, {1: "MalformedDetail", 4: "ThrottlingException"})

    refused = EventBridgeBus(client, "bills").publish(entries(15))

    assert refused == {"e11": "MalformedDetail", "e14": "ThrottlingException"}


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (refusal("ThrottlingException"), "throttled"),
        (refusal("InternalException", 500), "unavailable"),
        (ConnectTimeoutError(endpoint_url="https://events.test"), "unavailable"),
    ],
)
def test_bus_call_failure_refuses_only_its_own_entries(end: Exception, code: str) -> None:
    client = FakeEvents(end, {})

    refused = EventBridgeBus(client, "bills").publish(entries(12))

    assert refused == {f"e{at}": code for at in range(10)}


def test_bus_access_denied_raises() -> None:
    with pytest.raises(ClientError):
        EventBridgeBus(FakeEvents(refusal("AccessDeniedException")), "bills").publish(entries(1))


def test_bus_request_stays_within_the_size_limit() -> None:
    client = FakeEvents()
    detail = json.dumps({"text": "ü" * 60_000}, ensure_ascii=False)

    EventBridgeBus(client, "bills").publish(entries(5, detail))

    assert [len(request) for request in client.requests] == [2, 2, 1]
    sizes = [sum(len(entry["Detail"].encode()) for entry in request) for request in client.requests]
    assert max(sizes) <= BYTES_AT_ONCE


def test_bus_entry_with_invalid_json_is_refused(cloud: Cloud) -> None:
    good, bad = entries(2)

    refused = cloud.bus.publish([good, BusEntry(bad.event_id, bad.source, bad.detail_type, "not json")])

    assert refused == {bad.event_id: "MalformedDetail"}

"""Contract of ``ports.Queue`` and ``ports.Bus``."""

import json
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.ids import EventId
from billhook.ports.events import BusEntry
from tests.adapters.cloud import Cloud
from tests.builders import COMPANY, an_id


def received(ports: Any) -> list[Any]:
    if isinstance(ports, Cloud):
        return ports.received()
    return [envelope.message for envelope in ports.parse_queue.take() if not envelope.delay]


def an_entry(**detail: Any) -> BusEntry:
    return BusEntry(EventId(an_id()), "billhook.company", "document.created.v2", json.dumps(detail))


def test_queue_delivers_a_message_as_sent(ports: Any) -> None:
    message = {"documentId": an_id(), "name": "März", "attempt": 3, "none": None}

    ports.parse_queue.send(message)

    assert received(ports) == [message]


def test_queue_delivers_a_message_of_a_company_group(ports: Any) -> None:
    """A standard queue accepts a message group together with a delay."""
    ports.parse_queue.send({"number": 1}, company_id=COMPANY)
    ports.parse_queue.send({"number": 2}, company_id=COMPANY, delay=timedelta(minutes=15))

    assert received(ports) == [{"number": 1}]


def test_queue_hides_a_delayed_message(ports: Any) -> None:
    ports.parse_queue.send({"documentId": "x"}, delay=timedelta(minutes=15))

    assert received(ports) == []


@pytest.mark.parametrize("delay", [timedelta(minutes=15, microseconds=1), timedelta(seconds=-1)])
def test_queue_limits_delay_to_the_sqs_maximum(ports: Any, delay: timedelta) -> None:
    with pytest.raises(ValueError, match="15 minutes"):
        ports.parse_queue.send({"documentId": "x"}, delay=delay)

    assert received(ports) == []


def test_bus_publish_of_accepted_events_reports_no_failure(ports: Any) -> None:
    entries = [an_entry(number=number) for number in range(23)]

    assert ports.bus.publish(entries) == {}
    assert ports.bus.publish([]) == {}

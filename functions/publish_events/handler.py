"""Publish the events whose outbox rows a DynamoDB stream reports as inserted."""

from functools import cache
from typing import Any

from billhook import names
from billhook.domain.events import Event
from billhook.runtime.batches import BatchAnswer, Record, answer_batch, failed, log_failure, record_id
from billhook.runtime.container import Container
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.wire.messages import outbox_insert


@cache
def container() -> Container:
    return Container.of(names.PUBLISH_EVENTS)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """DynamoDB stream: inserted outbox rows are published together, other records are ignored."""
    events: dict[str, Event] = {}

    def collect(record: Record) -> None:
        if unpublished := _event_of(record):
            events[record_id(record)] = unpublished

    unreadable = answer_batch(event, collect)["batchItemFailures"]
    faults = container().get(PublishEvents)(list(events.values())) if events else {}
    for event_id, fault in faults.items():
        log_failure(fault, eventId=event_id)
    unpublished = [record for record, event_of_record in events.items() if event_of_record.id in faults]
    return failed([*(failure["itemIdentifier"] for failure in unreadable), *unpublished])


def _event_of(record: Record) -> Event | None:
    """The unpublished event of an inserted outbox row; None when the sweeper published it first."""
    pointer = outbox_insert(record)
    if pointer is None:
        return None
    return container().get(PublishEvents).find_unpublished(pointer.subject_id, pointer.version, pointer.type)

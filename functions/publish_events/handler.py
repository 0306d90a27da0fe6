"""Publish the events that the table's stream tells to be new."""

from functools import cache
from typing import Any

from billhook import names
from billhook.domain.events import Event
from billhook.runtime.batches import BatchAnswer, Record, answer_batch, failed, log_failure, record_id
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import outbox_insert


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.PUBLISH_EVENTS)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """A DynamoDB stream: inserted outbox rows are published together, whatever else is in the batch is left alone."""
    told: dict[str, Event] = {}

    def collect(record: Record) -> None:
        if found := _event_of(record):
            told[record_id(record)] = found

    unread = answer_batch(event, collect)["batchItemFailures"]
    faults = uses().publish_events(list(told.values())) if told else {}
    for event_id, fault in faults.items():
        log_failure(fault, eventId=event_id)
    unpublished = [record for record, one in told.items() if one.id in faults]
    return failed([*(failure["itemIdentifier"] for failure in unread), *unpublished])


def _event_of(record: Record) -> Event | None:
    """The event as the outbox has it now; None when the sweeper was quicker."""
    pointer = outbox_insert(record)
    event = uses().outbox.get(pointer.subject_id, pointer.version, pointer.type) if pointer else None
    return event if event and event.published is None else None

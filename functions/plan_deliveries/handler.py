"""Plan who is to be told of the events on the bus."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import event_notice


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.PLAN_DELIVERIES)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: EventBridge's envelope, one event a record."""
    return answer_batch(event, _plan)


def _plan(record: Record) -> None:
    uses().plan_deliveries(event_notice(record["body"]))

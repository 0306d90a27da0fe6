"""Plan deliveries of the events on the bus to destinations."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.wire.messages import event_notice


@cache
def container() -> Container:
    return Container.of(names.PLAN_DELIVERIES)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: EventBridge's envelope, one event a record."""
    return answer_batch(event, _plan)


def _plan(record: Record) -> None:
    container().get(PlanDeliveries)(event_notice(record["body"]))

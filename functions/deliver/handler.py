"""Deliver events to their destinations."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery
from billhook.usecases.delivery.execute_resend import ExecuteResend
from billhook.wire.messages import delivery_of, recovery_of, resend_of

AT_ONCE = 10
"""Records processed in parallel. A receiver may take 15 seconds, a batch of ten must not take 150."""


@cache
def container() -> Container:
    return Container.of(names.DELIVER)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one delivery attempt, one resend or one step of a recovery per record."""
    return answer_batch(event, _deliver, at_once=AT_ONCE)


def _deliver(record: Record) -> None:
    body = record["body"]
    if resend := resend_of(body):
        container().get(ExecuteResend)(*resend)
    elif recovery := recovery_of(body):
        container().get(EnqueueRecovery)(*recovery)
    else:
        container().get(Deliver)(*delivery_of(body))

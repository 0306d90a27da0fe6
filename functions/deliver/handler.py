"""Deliver events to where customers want them."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import delivery_of, recovery_of, resend_of

AT_ONCE = 10
"""Receivers take up to 15 seconds each; a batch of ten must not take ten times that."""


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.DELIVER)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one attempt of a delivery a record, or a part of a recovery. Whatever receivers do, the record is done."""
    use = uses()
    deliver, execute_resend, enqueue_recovery = (
        use.deliver,
        use.execute_resend,
        use.enqueue_recovery,
    )  # built before threads

    def work(record: Record) -> None:
        body = record["body"]
        if resend := resend_of(body):
            execute_resend(*resend)
        elif recovery := recovery_of(body):
            enqueue_recovery(*recovery)
        else:
            deliver(*delivery_of(body))

    return answer_batch(event, work, at_once=AT_ONCE)

"""Deliver events to where customers want them."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import delivery_of, resend_of

AT_ONCE = 10
"""Receivers take up to 15 seconds each; a batch of ten must not take ten times that."""


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.DELIVER)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one attempt of a delivery a record. Whatever the receiver does, the record is done."""
    deliver, fulfil_resend = uses().deliver, uses().fulfil_resend  # built before there are threads

    def work(record: Record) -> None:
        resend = resend_of(record["body"])
        if resend:
            fulfil_resend(*resend)
        else:
            deliver(*delivery_of(record["body"]))

    return answer_batch(event, work, at_once=AT_ONCE)

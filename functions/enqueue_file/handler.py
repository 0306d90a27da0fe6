"""Send files that arrived in the bucket to the parse queue, each in the turn of its company."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.intake.enqueue_arrival import EnqueueArrival
from billhook.wire.messages import files_arrived


@cache
def container() -> Container:
    return Container.of(names.ENQUEUE_FILE)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: notifications of S3, and its test event."""
    return answer_batch(event, _enqueue)


def _enqueue(record: Record) -> None:
    for arrived in files_arrived(record["body"]):
        container().get(EnqueueArrival)(arrived)

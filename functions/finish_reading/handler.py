"""Continue processing of documents whose asynchronous OCR has ended."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch, deadline_of
from billhook.runtime.container import Container
from billhook.usecases.processing.finish_reading import FinishReading
from billhook.wire.messages import ocr_ended


@cache
def container() -> Container:
    return Container.of(names.FINISH_READING)


def handler(event: dict[str, Any], context: Any) -> BatchAnswer:
    """SQS: Textract's SNS notifications, one OCR job per record."""
    return answer_batch(event, partial(_finish, deadline=deadline_of(context)))


def _finish(record: Record, *, deadline: datetime | None) -> None:
    ended = ocr_ended(record["body"])
    container().get(FinishReading)(ended.document_id, ended.ocr_job_id, deadline=deadline)

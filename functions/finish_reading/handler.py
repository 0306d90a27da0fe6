"""Go on with the bills whose OCR is done."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import ocr_ended


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.FINISH_READING)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: what Textract told its topic, one job a record."""
    return answer_batch(event, _finish)


def _finish(record: Record) -> None:
    ended = ocr_ended(record["body"])
    uses().finish_reading(ended.document_id, ended.ocr_job_id)

"""Fetch the files that were handed in by URL."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.pipeline import Pipeline
from billhook.wire.messages import document_of


@cache
def uses() -> Pipeline:
    return Pipeline.of(names.FETCH_URL)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one document a record."""
    return answer_batch(event, _fetch)


def _fetch(record: Record) -> None:
    uses().fetch_document(document_of(record["body"]))

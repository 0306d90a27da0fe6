"""Fetch files that were submitted by URL."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.processing.fetch_document import FetchDocument
from billhook.wire.messages import document_of


@cache
def container() -> Container:
    return Container.of(names.FETCH_URL)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one document per record."""
    return answer_batch(event, _fetch)


def _fetch(record: Record) -> None:
    container().get(FetchDocument)(document_of(record["body"]))

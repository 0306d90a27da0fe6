"""Process documents whose file has arrived, and documents whose next step is due."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.processing.parse_document import ParseDocument
from billhook.wire.messages import files_arrived


@cache
def container() -> Container:
    return Container.of(names.PARSE_DOCUMENT)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: notifications of S3, its test event, and messages of Billhook."""
    return answer_batch(event, _parse)


def _parse(record: Record) -> None:
    for arrived in files_arrived(record["body"]):
        container().get(ParseDocument)(arrived.document_id, arrived.object_version, arrived.object_key)

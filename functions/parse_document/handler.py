"""Process documents whose file has arrived, and documents whose next step is due."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch, deadline_of
from billhook.runtime.container import Container
from billhook.usecases.processing.parse_document import ParseDocument
from billhook.wire.messages import files_arrived


@cache
def container() -> Container:
    return Container.of(names.PARSE_DOCUMENT)


def handler(event: dict[str, Any], context: Any) -> BatchAnswer:
    """SQS: notifications of S3, its test event, and messages of Billhook."""
    return answer_batch(event, partial(_parse, deadline=deadline_of(context)))


def _parse(record: Record, *, deadline: datetime | None) -> None:
    parse = container().get(ParseDocument)
    for arrived in files_arrived(record["body"]):
        parse(arrived.document_id, arrived.object_version, arrived.object_key, deadline=deadline)

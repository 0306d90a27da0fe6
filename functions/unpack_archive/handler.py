"""Unpack uploaded archives into documents."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.processing.unpack_archive import UnpackArchive
from billhook.wire.messages import document_of


@cache
def container() -> Container:
    return Container.of(names.UNPACK_ARCHIVE)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one archive per record."""
    return answer_batch(event, _unpack)


def _unpack(record: Record) -> None:
    container().get(UnpackArchive)(document_of(record["body"]))

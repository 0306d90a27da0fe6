"""Erase the rows and files of deleted documents and companies, and delete documents that have expired."""

from functools import cache
from typing import Any

from billhook import names
from billhook.runtime.batches import BatchAnswer, Record, answer_batch
from billhook.runtime.container import Container
from billhook.usecases.documents.erase_company import EraseCompany
from billhook.usecases.documents.erase_document import EraseDocument
from billhook.usecases.documents.expire_documents import ExpireDocuments
from billhook.wire.messages import company_of, document_of


@cache
def container() -> Container:
    return Container.of(names.ERASE)


def handler(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """SQS: one document or company per record."""
    return answer_batch(event, _erase)


def _erase(record: Record) -> None:
    company_id = company_of(record["body"])
    if company_id:
        container().get(EraseCompany)(company_id)
        container().get(ExpireDocuments)(company_id)
    else:
        container().get(EraseDocument)(document_of(record["body"]))

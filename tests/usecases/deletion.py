"""Deleted documents and the messages that have them erased."""

from typing import Any

from billhook.domain.document import Document
from billhook.usecases.documents.erase_company import EraseCompany
from billhook.usecases.documents.erase_document import EraseDocument
from billhook.usecases.documents.expire_documents import ExpireDocuments
from billhook.usecases.documents.remove_document import RemoveDocument
from tests.builders import a_document, a_job, a_principal
from tests.fakes import World
from tests.usecases.stored_documents import api, erasing


def delete(world: World, document: Document) -> None:
    api(world).get(RemoveDocument)(a_principal(), document.id)


def erase(world: World) -> None:
    """Work off the erase queue."""
    while sent := world.erase_queue.take():
        for item in sent:
            if "companyId" in item.message:
                erasing(world).get(EraseCompany)(item.message["companyId"])
                erasing(world).get(ExpireDocuments)(item.message["companyId"])
            else:
                erasing(world).get(EraseDocument)(item.message["documentId"])


def keys_of(world: World, document: Document) -> list[Any]:
    return [key for key in [*world.files.versions, *world.contents.kept] if document.id in str(key)]


def unfinished(world: World, **fields: Any) -> Document:
    document = a_document(**fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    return document

"""The container of the API on fakes, and stored documents that were extracted."""

from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, ChargeType
from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.extraction.validate.checks import rechecked
from billhook.runtime.container import Container
from tests.builders import COMPANY, a_bill, a_company, a_content, a_final_document, a_job, a_line_item
from tests.documents import altered
from tests.fakes import World
from tests.fakes.container import fake_container


def a_sound_bill(**fields: Any) -> Bill:
    """A bill that passes every check, with a line for its tax as well."""
    tax = a_line_item(description="Tax", total_charge=Decimal("11.00"), charge_type=ChargeType.TAX)
    return rechecked(a_bill(**{"line_items": (a_line_item(), tax)} | fields))


def api(world: World) -> Container:
    """The container of the API over ``world``, with ``COMPANY``."""
    world.memory.companies.setdefault(COMPANY, a_company())
    return fake_container(world)


def erasing(world: World) -> Container:
    return fake_container(world)


def read(world: World, bill: Bill | None = None, *, file: bytes = b"%PDF", **fields: Any) -> Document:
    """A document that was extracted once: row, version, content, bytes, entry in its job."""
    bill = bill or a_sound_bill()
    digest = bill.model_copy(update={"line_items": (), "evidence": {}, "checks": ()})
    document = a_final_document(**{"size": 9, "digest": digest} | fields)
    world.memory.documents[document.id] = document
    world.memory.versions[document.id] = {document.version: altered(document, digest=None)}
    if document.job_id:
        world.jobs.add(a_job(id=document.job_id), [document])
    if document.result.content_id:
        world.contents.put(document.company_id, a_content(document, bill=bill), None)
    if document.file.object_key:
        world.files.land(document.file.object_key, file)
    return document


def now(world: World, document: Document) -> Document:
    return world.memory.documents[document.id]


def content_of(world: World, document: Document) -> Content:
    content = world.contents.get(document)
    assert content is not None
    return content


def bill_of(world: World, document: Document) -> Bill:
    bill = content_of(world, document).bill
    assert bill is not None
    return bill

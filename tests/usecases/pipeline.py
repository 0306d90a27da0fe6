"""Uploaded documents, and the pipeline that parses them with a chosen extraction."""

from datetime import timedelta
from typing import Any

from billhook.domain.bill import Bill, Extraction
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.runtime.container import Container
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import a_bill, a_document, a_document_text, a_job
from tests.fakes import FakeFile, World
from tests.usecases.wiring import wired

CONTENT = b"%PDF-1.7 a bill"
LEASE = timedelta(seconds=25)


def uploaded(world: World, content: bytes | None = CONTENT, **fields: Any) -> Document:
    """A document in a job; ``content`` is None while its bytes have not arrived."""
    document = a_document(**fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    if content is not None:
        world.files.land(str(document.file.object_key), content)
        world.file_opener.files.setdefault(content, FakeFile(a_document_text("Total 121.00")))
    return document


def pipeline_finding(world: World, *bills: Bill, reason: str | None = None) -> Container:
    """A pipeline whose extraction finds ``bills`` in any document text."""
    return wired(world, extract=lambda _: Extraction(bills=bills, reason=reason))


def parse(world: World, document: Document, *bills: Bill, **how: Any) -> Document:
    pipeline_finding(world, *(bills or (a_bill(),)), **how).get(ParseDocument)(document.id)
    return head(world, document)


def head(world: World, document: Document) -> Document:
    return world.memory.documents[document.id]


def events_of(world: World, document: Document) -> list[Event]:
    return [event for event in world.memory.events.values() if event.subject_id == document.id]

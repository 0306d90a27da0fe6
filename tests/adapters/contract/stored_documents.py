"""Documents at the stages of their processing: stored, claimed, finished."""

from datetime import timedelta
from typing import Any

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from tests.builders import a_document, a_job
from tests.documents import altered
from tests.fakes import NOW

LEASE = timedelta(seconds=25)


def stored(ports: Any, **fields: Any) -> Document:
    document = a_document(**fields)
    ports.jobs.add(a_job(id=document.job_id), [document])
    return document


def ended(document: Document, **fields: Any) -> Document:
    change = {"status": Status.PARSED, "version": document.version + 1, "claimed_until": None, "due_at": None}
    return altered(document, **change | fields)


def claimed(ports: Any, document: Document) -> Document:
    claim: Document = ports.documents.claim(document.id, now=NOW, until=NOW + LEASE)
    return claim

"""Contract of ``ports.Documents.split``: the additional bills of a file, written under its lease."""

from typing import Any

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.job import entry_of
from billhook.domain.split import split_off
from billhook.ports.lists import PageRequest
from tests.adapters.contract.stored_documents import LEASE, claimed, stored
from tests.builders import COMPANY, a_site, an_event
from tests.fakes import NOW

MANY = 40


def final_bill(first: Document, number: int) -> tuple[Document, Event]:
    """Build bill ``number`` of the file of ``first``, created in a final state, with its event."""
    end = {"status": Status.PARSED, "version": 1, "announced": True, "pages": (number,)}
    document = split_off(first, number).model_copy(update=end)
    return document, an_event(document, job_id=document.job_id)


def test_documents_split_writes_version_entry_event_and_site(ports: Any) -> None:
    site = a_site()
    mine = claimed(ports, stored(ports, site_id=site.id))
    bills = [final_bill(mine, number) for number in (2, 3)]

    ports.documents.split(mine, bills)

    for document, event in bills:
        assert ports.documents.get(document.id) == document
        assert ports.documents.version(document.id, 1) == document.model_copy(update={"digest": None})
        assert ports.outbox.get(document.id, 1, event.type) == event
    entries = ports.jobs.entries(mine.job_id)
    assert entries == (entry_of(mine), *(entry_of(document) for document, _ in bills))
    listed = ports.documents.page_of_site(site.id, PageRequest(limit=10)).items
    assert {item.id for item in listed} == {mine.id, *(document.id for document, _ in bills)}


def test_documents_split_accepts_the_maximum_of_bills(ports: Any) -> None:
    mine = claimed(ports, stored(ports, site_id=a_site().id))

    ports.documents.split(mine, [final_bill(mine, number) for number in range(2, MANY + 1)])

    assert len(ports.jobs.entries(mine.job_id)) == MANY


def test_documents_split_keeps_existing_bills(ports: Any) -> None:
    mine = claimed(ports, stored(ports))
    first = final_bill(mine, 2)
    ports.documents.split(mine, [first])
    changed = first[0].model_copy(update={"file_name": "other.pdf"})

    ports.documents.split(mine, [(changed, first[1]), final_bill(mine, 3)])

    assert ports.documents.get(first[0].id) == first[0]
    assert len(ports.jobs.entries(mine.job_id)) == 3


def test_documents_split_with_lost_lease_creates_no_bill(ports: Any) -> None:
    mine = claimed(ports, stored(ports))
    ports.documents.claim(mine.id, now=NOW + LEASE, until=NOW + 2 * LEASE)

    with pytest.raises(StaleLease):
        ports.documents.split(mine, [final_bill(mine, 2)])

    assert ports.documents.get(final_bill(mine, 2)[0].id) is None
    assert len(ports.jobs.entries(mine.job_id)) == 1


def test_documents_split_of_final_document_creates_no_bill(ports: Any) -> None:
    mine = claimed(ports, stored(ports))
    end = {"status": Status.PARSED, "version": 1, "claimed_until": None, "due_at": None}
    ports.documents.commit(mine.model_copy(update=end), ())

    with pytest.raises(StaleLease):
        ports.documents.split(mine, [final_bill(mine, 2)])


def test_documents_split_without_job_creates_no_entry(ports: Any) -> None:
    mine = claimed(ports, stored(ports)).model_copy(update={"job_id": None})
    document, event = final_bill(mine, 2)

    ports.documents.split(mine, [(document, event)])

    assert ports.documents.get(document.id) == document
    assert {item.id for item in ports.documents.page(COMPANY, PageRequest(limit=10)).items} >= {document.id}

"""Contract of ``ports.Documents.split``: the additional bills of a file, written under its lease."""

from typing import Any

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event
from billhook.domain.job import entry_of, split_off
from billhook.ports.lists import PageRequest
from tests.adapters.contract.stored_documents import LEASE, claimed, stored
from tests.builders import COMPANY, a_site, an_event
from tests.documents import altered
from tests.fakes import NOW

MANY = 40


def final_bill(first: Document, number: int) -> tuple[Document, Event]:
    """Build bill ``number`` of the file of ``first``, created in a final state, with its event."""
    end = {"status": Status.PARSED, "version": 1, "announced": True, "pages": (number,)}
    document = altered(split_off(first, number), **end)
    return document, an_event(document, job_id=document.job_id)


def test_documents_split_writes_version_entry_event_and_site(ports: Any) -> None:
    site = a_site()
    held = claimed(ports, stored(ports, site_id=site.id))
    bills = [final_bill(held, number) for number in (2, 3)]

    ports.documents.split(held, bills)

    for document, event in bills:
        assert ports.documents.get(document.id) == document
        assert ports.documents.version(document.id, 1) == altered(document, digest=None)
        assert ports.outbox.get(document.id, 1, event.type) == event
    entries = ports.jobs.entries(held.job_id)
    assert entries == (entry_of(held), *(entry_of(document) for document, _ in bills))
    listed = ports.documents.page_of_site(site.id, PageRequest(limit=10)).items
    assert {item.id for item in listed} == {held.id, *(document.id for document, _ in bills)}


def test_documents_split_accepts_the_maximum_of_bills(ports: Any) -> None:
    held = claimed(ports, stored(ports, site_id=a_site().id))

    ports.documents.split(held, [final_bill(held, number) for number in range(2, MANY + 1)])

    assert len(ports.jobs.entries(held.job_id)) == MANY


def test_documents_split_keeps_existing_bills(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    first = final_bill(held, 2)
    ports.documents.split(held, [first])
    changed = altered(first[0], file_name="other.pdf")

    ports.documents.split(held, [(changed, first[1]), final_bill(held, 3)])

    assert ports.documents.get(first[0].id) == first[0]
    assert len(ports.jobs.entries(held.job_id)) == 3


def test_documents_split_with_lost_lease_creates_no_bill(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    ports.documents.claim(held.id, now=NOW + LEASE, until=NOW + 2 * LEASE)

    with pytest.raises(StaleLease):
        ports.documents.split(held, [final_bill(held, 2)])

    assert ports.documents.get(final_bill(held, 2)[0].id) is None
    assert len(ports.jobs.entries(held.job_id)) == 1


def test_documents_split_of_final_document_creates_no_bill(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    end = {"status": Status.PARSED, "version": 1, "claimed_until": None, "due_at": None}
    ports.documents.commit(altered(held, **end), ())

    with pytest.raises(StaleLease):
        ports.documents.split(held, [final_bill(held, 2)])


def test_documents_split_without_job_creates_no_entry(ports: Any) -> None:
    held = altered(claimed(ports, stored(ports)), job_id=None)
    document, event = final_bill(held, 2)

    ports.documents.split(held, [(document, event)])

    assert ports.documents.get(document.id) == document
    assert {item.id for item in ports.documents.page(COMPANY, PageRequest(limit=10)).items} >= {document.id}

"""Contract of ``ports.Documents``: immutable versions, take-over of a document, and erasing a deleted one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.errors import Invalid, StaleLease
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.lists import PageRequest
from tests.adapters.contract.stored_documents import claimed, ended, stored
from tests.builders import a_bill, a_document, a_final_document, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW


def committed(ports: Any, **fields: Any) -> Document:
    final = ended(claimed(ports, stored(ports)), **fields)
    ports.documents.commit(final, [])
    return final


def test_documents_commit_stores_a_version_without_digest(ports: Any) -> None:
    first = committed(ports, digest=a_bill(line_items=(), evidence={}), notes="first", content_id="1-1")
    second = ended(first, notes="second", content_id="2-x")
    ports.documents.commit(second, [])

    assert ports.documents.version(first.id, 1) == altered(first, digest=None)
    assert ports.documents.version(first.id, 2) == altered(second, digest=None)
    assert ports.documents.version(first.id, 3) is None
    assert ports.documents.version(DocumentId(an_id()), 1) is None


def test_document_versions_are_paged_newest_first(ports: Any) -> None:
    head = committed(ports, site_id=SiteId(an_id()))
    ports.fingerprints.add_waiting(head.id, DocumentId(an_id()))
    for _ in range(3):
        head = ended(head)
        ports.documents.commit(head, [])

    first = ports.documents.versions(head.id, PageRequest(limit=2))
    second = ports.documents.versions(head.id, PageRequest(limit=2, cursor=first.cursor))

    assert [version.version for version in (*first.items, *second.items)] == [4, 3, 2, 1]
    assert second.cursor is None
    assert ports.documents.versions(DocumentId(an_id()), PageRequest()).items == ()


@pytest.mark.parametrize("cursor", ["", "x", "WzFd", "e30", "A" * 5_000])
def test_document_versions_reject_a_malformed_cursor(ports: Any, cursor: str) -> None:
    document = committed(ports)

    with pytest.raises(Invalid):
        ports.documents.versions(document.id, PageRequest(cursor=cursor))


def test_document_versions_reject_the_cursor_of_another_document(ports: Any) -> None:
    document, other = committed(ports), committed(ports)
    ports.documents.commit(ended(other), [])
    cursor = ports.documents.versions(other.id, PageRequest(limit=1)).cursor

    with pytest.raises(Invalid):
        ports.documents.versions(document.id, PageRequest(cursor=cursor))


def test_documents_add_final_document_writes_version_and_events(ports: Any) -> None:
    site_id = SiteId(an_id())
    document = a_final_document(fence=0, job_id=None, site_id=site_id, company_id=an_id())

    ports.documents.add(document, [an_event(document)])

    assert ports.documents.get(document.id) == document
    assert ports.documents.version(document.id, 1) == altered(document, digest=None)
    assert ports.outbox.get(document.id, 1, EventType.DOCUMENT_CREATED) == an_event(document)
    assert ports.documents.page(document.company_id, PageRequest()).items == (document,)
    assert ports.documents.page_of_site(site_id, PageRequest()).items == (document,)
    with pytest.raises(StaleLease):
        ports.documents.add(document, [])


def test_documents_take_over_makes_the_previous_lease_stale(ports: Any) -> None:
    held = claimed(ports, stored(ports))

    seized = ports.documents.take_over(altered(held, notes="mine now"))

    assert seized == altered(held, notes="mine now", fence=held.lease.fence + 1)
    assert ports.documents.get(held.id) == seized
    writes: list[Callable[[], object]] = [
        lambda: ports.documents.save(held),
        lambda: ports.documents.commit(ended(held), []),
    ]
    for write in writes:
        with pytest.raises(StaleLease):
            write()


def test_documents_take_over_of_a_stale_copy_is_refused(ports: Any) -> None:
    first = committed(ports)
    ports.documents.commit(ended(first), [])

    with pytest.raises(StaleLease):
        ports.documents.take_over(first)
    with pytest.raises(StaleLease):
        ports.documents.take_over(a_document())

    unfinished = stored(ports)
    claimed(ports, unfinished)
    with pytest.raises(StaleLease):
        ports.documents.take_over(unfinished)


def test_documents_claim_reopened_document_succeeds(ports: Any) -> None:
    final = committed(ports)

    ports.documents.take_over(altered(final, status=Status.PROCESSING, due_at=NOW))

    reclaimed = claimed(ports, final)
    assert (reclaimed.lease.fence, reclaimed.version) == (3, 1)
    ports.documents.commit(ended(reclaimed), [])
    assert ports.documents.get(final.id).version == 2


def deleted(ports: Any, final: Document, **fields: Any) -> Document:
    removed: Document = ports.documents.take_over(altered(final, **{"deleted": NOW, "due_at": NOW} | fields))
    return removed


def test_documents_deleted_document_is_due_but_not_listed(ports: Any) -> None:
    site_id, company = SiteId(an_id()), CompanyId(an_id())
    document = a_final_document(fence=0, site_id=site_id, company_id=company)
    ports.documents.add(document, [])
    removed = deleted(ports, document)

    ports.documents.postpone(removed.id, NOW + timedelta(minutes=1))

    assert ports.documents.page(company, PageRequest()).items == ()
    assert ports.documents.page_of_site(site_id, PageRequest()).items == ()
    assert ports.documents.get(removed.id) == altered(removed, due_at=NOW + timedelta(minutes=1))
    assert [due.id for due in ports.due_index.due_items(NOW + timedelta(minutes=2), 10)] == [removed.id]
    with pytest.raises(StaleLease):
        ports.documents.take_over(removed)


def test_documents_forget_leaves_only_a_bare_head(ports: Any) -> None:
    site_id = SiteId(an_id())
    document = a_final_document(fence=0, site_id=site_id, notes="secret")
    ports.documents.add(document, [])
    ports.fingerprints.add_waiting(document.id, DocumentId(an_id()))
    removed = deleted(ports, document)
    bare = altered(removed, notes=None, digest=None, due_at=None)

    ports.documents.erase_versions(bare)
    ports.documents.erase_versions(bare)
    ports.documents.postpone(removed.id, NOW)

    assert ports.documents.get(removed.id) == bare
    assert ports.documents.version(removed.id, 1) is None
    assert ports.fingerprints.waiting(removed.id) == ()
    assert list(ports.due_index.due_items(NOW + timedelta(days=1), 10)) == []


def test_documents_forget_of_a_live_document_is_refused(ports: Any) -> None:
    document = committed(ports)

    with pytest.raises(StaleLease):
        ports.documents.erase_versions(altered(document, deleted=NOW))

    assert ports.documents.get(document.id) == document

"""Contract of ``ports.Documents``: leases, fencing tokens, and the commit that ends processing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.content import PageRoute
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import StaleLease
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.lists import PageRequest
from tests.adapters.contract.stored_documents import LEASE, claimed, ended, stored
from tests.builders import a_bill, a_document, a_final_document, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW


def test_documents_get_stored_document_returns_it(ports: Any) -> None:
    document = stored(
        ports,
        file_name="Rechnung März €.pdf",
        info={"weight": 1.5, "big": 10**40, "nested": [None, "", {"a": True}]},
        notes="",
        page_routes=(PageRoute(page=1, route="text_layer"),),
        estimated_cost=Decimal("0.0015"),
        pages=(1, 2),
        digest=a_bill(line_items=(), evidence={}),
        status_reason=StatusReason.MISSING_FIELDS,
    )

    assert ports.documents.get(document.id) == document


def test_documents_get_absent_document_returns_none(ports: Any) -> None:
    assert ports.documents.get(DocumentId(an_id())) is None


def test_documents_claim_sets_lease_and_increments_fence(ports: Any) -> None:
    document = stored(ports)

    held = claimed(ports, document)

    lease = {"fence": 1, "attempts": 0, "claimed_until": NOW + LEASE, "due_at": NOW + LEASE}
    assert held == altered(document, **lease)
    assert ports.documents.get(document.id) == held


def test_documents_claim_under_live_lease_raises_stale_lease(ports: Any) -> None:
    document = stored(ports)
    claimed(ports, document)

    with pytest.raises(StaleLease):
        ports.documents.claim(document.id, now=NOW + LEASE - timedelta(microseconds=1), until=NOW + 2 * LEASE)


def test_documents_claim_after_lease_expiry_succeeds(ports: Any) -> None:
    document = stored(ports)
    claimed(ports, document)

    held = ports.documents.claim(document.id, now=NOW + LEASE, until=NOW + 2 * LEASE)

    assert (held.lease.fence, held.lease.attempts) == (2, 0)


@pytest.mark.parametrize("status", [status for status in Status if not status.is_final])
def test_documents_claim_succeeds_in_every_unfinished_state(ports: Any, status: Status) -> None:
    document = stored(ports, status=status)

    assert claimed(ports, document).status is status


@pytest.mark.parametrize("status", [status for status in Status if status.is_final])
def test_documents_claim_final_document_raises_stale_lease(ports: Any, status: Status) -> None:
    document = stored(ports, status=status, due_at=None)

    with pytest.raises(StaleLease):
        claimed(ports, document)


def test_documents_claim_absent_document_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.documents.claim(DocumentId(an_id()), now=NOW, until=NOW + LEASE)


def test_documents_save_with_lease_stores_and_releases(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    waiting = altered(held, status=Status.WAITING_OCR, ocr_job_id="ocr-1", claimed_until=None)

    ports.documents.save(waiting)

    assert ports.documents.get(held.id) == waiting
    assert ports.documents.claim(held.id, now=NOW, until=NOW + LEASE).lease.fence == 2


def test_documents_save_with_lost_lease_raises_stale_lease(ports: Any) -> None:
    stale = claimed(ports, stored(ports))
    held = ports.documents.claim(stale.id, now=NOW + LEASE, until=NOW + 2 * LEASE)

    with pytest.raises(StaleLease):
        ports.documents.save(stale)

    assert ports.documents.get(stale.id) == held


def test_documents_save_final_document_raises_stale_lease(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    ports.documents.commit(ended(held), [])

    with pytest.raises(StaleLease):
        ports.documents.save(held)


def test_documents_save_absent_document_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.documents.save(a_document())


def test_documents_commit_writes_head_and_events(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    final = ended(held)
    event = an_event(final)

    ports.documents.commit(final, [event])

    assert ports.documents.get(final.id) == final
    assert ports.outbox.get(final.id, 1, EventType.DOCUMENT_CREATED) == event


def test_documents_commit_with_lost_lease_writes_no_event(ports: Any) -> None:
    stale = claimed(ports, stored(ports))
    held = ports.documents.claim(stale.id, now=NOW + LEASE, until=NOW + 2 * LEASE)

    with pytest.raises(StaleLease):
        ports.documents.commit(ended(stale), [an_event(ended(stale))])

    assert ports.documents.get(stale.id) == held
    assert ports.outbox.get(stale.id, 1, EventType.DOCUMENT_CREATED) is None


def test_documents_commit_same_version_twice_raises_stale_lease(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    ports.documents.commit(ended(held), [])

    with pytest.raises(StaleLease):
        ports.documents.commit(ended(held, status=Status.REJECTED), [])

    assert ports.documents.get(held.id).status is Status.PARSED


def test_documents_commit_next_version_succeeds(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    first = ended(held)
    ports.documents.commit(first, [])

    ports.documents.commit(ended(first, is_flagged=True), [])

    assert ports.documents.get(held.id).version == 2


def test_documents_commit_absent_document_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.documents.commit(a_final_document(), [])


def test_documents_postpone_moves_the_due_time(ports: Any) -> None:
    document = stored(ports)
    later = NOW + timedelta(minutes=9)

    ports.documents.postpone(document.id, later)

    assert ports.documents.get(document.id).lease.due_at == later
    assert list(ports.due_index.due_items(later, 10)) == []
    assert [due.id for due in ports.due_index.due_items(later + timedelta(microseconds=1), 10)] == [document.id]


def test_documents_postpone_ignores_a_final_or_absent_document(ports: Any) -> None:
    held = claimed(ports, stored(ports))
    ports.documents.commit(ended(held), [])

    ports.documents.postpone(held.id, NOW)
    ports.documents.postpone(DocumentId(an_id()), NOW)

    assert ports.documents.get(held.id) == ended(held)


def test_documents_handed_in_before_are_oldest_first(ports: Any) -> None:
    company = CompanyId(an_id())
    times = [NOW + timedelta(seconds=seconds) for seconds in (3, 1, 2, 4)]
    made = [stored(ports, company_id=company, created=time) for time in times]
    stored(ports, company_id=CompanyId(an_id()), created=NOW)
    ports.documents.take_over(made[2].hidden(now=NOW, due_at=NOW))

    found = [ports.documents.handed_in_before(company, times[3], limit=limit) for limit in (9, 1)]

    assert [[document.id for document in documents] for documents in found] == [[made[1].id, made[0].id], [made[1].id]]


def test_documents_page_of_site_follows_site_changes(ports: Any) -> None:
    site_id, other_site_id = SiteId(an_id()), SiteId(an_id())
    stays = stored(ports, site_id=site_id)
    moved = claimed(ports, stored(ports, site_id=site_id, created=NOW + timedelta(seconds=1)))
    stored(ports)
    final = ended(moved, site_id=other_site_id)

    ports.documents.commit(final, [])

    assert ports.documents.page_of_site(site_id, PageRequest()).items == (stays,)
    assert ports.documents.page_of_site(other_site_id, PageRequest()).items == (final,)


def test_documents_page_of_site_drops_a_document_without_site(ports: Any) -> None:
    site_id = SiteId(an_id())
    held = claimed(ports, stored(ports, site_id=site_id))

    ports.documents.commit(ended(held, site_id=None), [])

    assert ports.documents.page_of_site(site_id, PageRequest()).items == ()


def test_documents_timestamps_keep_microseconds(ports: Any) -> None:
    document = stored(ports, created=NOW + timedelta(microseconds=7))

    assert ports.documents.get(document.id).created == NOW + timedelta(microseconds=7)

"""Sixteen concurrent calls have one winner; run on the fakes and on the emulator, as moto loses writes."""

from datetime import timedelta
from typing import Any

from billhook.domain.document_status import Status
from billhook.domain.events import EventType
from billhook.domain.ids import DocumentId, KeyId
from billhook.domain.job import JobStatus
from tests.adapters.contract.racing import AT_ONCE, race
from tests.adapters.contract.stored_documents import stored
from tests.builders import COMPANY, a_delivery, a_job, a_site, an_attempt, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW

LEASE = timedelta(seconds=25)


def test_documents_concurrent_claims_have_one_winner(atomic_ports: Any) -> None:
    document = stored(atomic_ports)

    got = race(lambda _: atomic_ports.documents.claim(document.id, now=NOW, until=NOW + LEASE))

    assert [result.lease.fence for result in got if result] == [1]
    assert atomic_ports.documents.get(document.id).lease.fence == 1


def test_documents_concurrent_commits_have_one_winner(atomic_ports: Any) -> None:
    document = stored(atomic_ports)
    held = atomic_ports.documents.claim(document.id, now=NOW, until=NOW + LEASE)

    def commit(number: int) -> int:
        final = altered(held, status=Status.PARSED, version=1, notes=str(number), due_at=None)
        atomic_ports.documents.commit(final, [an_event(final, due_at=None)])
        return number + 1

    winners = [result for result in race(commit) if result]

    assert len(winners) == 1
    assert atomic_ports.documents.get(document.id).submission.notes == str(winners[0] - 1)
    assert atomic_ports.outbox.get(document.id, 1, EventType.DOCUMENT_CREATED)


def test_fingerprints_concurrent_claims_agree_on_one_claimer(atomic_ports: Any) -> None:
    documents = [DocumentId(an_id()) for _ in range(AT_ONCE)]

    got = race(lambda number: atomic_ports.fingerprints.claim(COMPANY, "ef" * 32, documents[number]))

    assert len(set(got)) == 1
    assert got[0] in documents


def test_jobs_concurrent_closes_have_one_winner(atomic_ports: Any) -> None:
    job = a_job()
    atomic_ports.jobs.add(job, [])
    event = an_event(kind=EventType.JOB_COMPLETED, subject_id=job.id, version=1)
    closed = job.model_copy(update={"status": JobStatus.COMPLETED})

    got = race(lambda number: (atomic_ports.jobs.close(closed, event), number))

    assert len([result for result in got if result]) == 1


def test_deliveries_concurrent_writes_have_one_winner(atomic_ports: Any) -> None:
    delivery = a_delivery()

    planned = race(lambda _: atomic_ports.deliveries.add(delivery))
    claimed = race(lambda _: atomic_ports.deliveries.claim(delivery.id, attempt=1, now=NOW, until=NOW + LEASE))
    done = delivery.model_copy(update={"attempts": 1})
    recorded = race(lambda number: (atomic_ports.deliveries.record(done, an_attempt()), number))

    assert planned.count(True) == 1
    assert [len([result for result in got if result]) for got in (claimed, recorded)] == [1, 1]
    assert atomic_ports.deliveries.attempts(delivery.id) == (an_attempt(),)


def test_companies_concurrent_activations_keep_the_highest_rank(atomic_ports: Any) -> None:
    site = a_site()
    atomic_ports.companies.add_site(site)
    documents = [DocumentId(an_id()) for _ in range(AT_ONCE)]

    race(
        lambda number: atomic_ports.companies.activate(
            site.id, documents[number], rank=f"{number:02d}", policy=site.active_bill
        )
    )

    assert atomic_ports.companies.site(site.id).active_document_id == documents[-1]


def test_documents_concurrent_commit_or_take_over_has_one_winner(atomic_ports: Any) -> None:
    document = stored(atomic_ports)
    held = atomic_ports.documents.claim(document.id, now=NOW, until=NOW + LEASE)
    final = altered(held, status=Status.PARSED, version=1, claimed_until=None, due_at=None)
    atomic_ports.documents.commit(final, [])

    def change(number: int) -> str:
        if number % 2:
            atomic_ports.documents.take_over(altered(final, status=Status.PROCESSING, due_at=NOW))
            return "seized"
        second = altered(final, version=2, notes=str(number))
        atomic_ports.documents.commit(second, [an_event(second, due_at=None)])
        return "corrected"

    winners = [result for result in race(change) if result]

    head = atomic_ports.documents.get(document.id)
    assert len(winners) == 1
    assert (head.lease.fence, head.version) == ((2, 1) if winners == ["seized"] else (1, 2))
    assert bool(atomic_ports.documents.version(document.id, 2)) == (winners == ["corrected"])


def test_idempotency_records_concurrent_begins_have_one_winner(atomic_ports: Any) -> None:
    record, later = an_id(), NOW + LEASE

    def begin(number: int) -> Any:
        return atomic_ports.idempotency_records.begin(
            record, run=f"run {number}", fingerprint="f", now=NOW, until=later, expires=later
        )

    assert race(begin).count(None) == 1


def test_counters_concurrent_increments_are_all_counted(atomic_ports: Any) -> None:
    key = KeyId(an_id())

    got = race(lambda _: atomic_ports.counters.increment(key, NOW, limit=5))

    assert got.count(True) == 5
    assert not atomic_ports.counters.increment(key, NOW, limit=5)

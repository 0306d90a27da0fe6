"""Contract of ``ports.DueIndex``: every due item is found at its time."""

from datetime import timedelta
from typing import Any

from billhook.domain.document_status import Status
from billhook.ports.sweeper import ALL_SHARDS, DueKind
from tests.builders import a_delivery, a_document, a_final_document, a_job, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW

SOON = NOW + timedelta(seconds=10)


def test_due_index_returns_the_value_of_every_kind(ports: Any) -> None:
    job, document, other = a_job(due_at=NOW), a_document(due_at=NOW), a_document(due_at=None)
    ports.jobs.add(job, [document, other])
    final = a_final_document(id=other.id, job_id=other.job_id, fence=0)
    event = an_event(final, due_at=NOW)
    ports.documents.commit(final, [event])
    delivery = a_delivery(event, due_at=NOW)
    ports.deliveries.add(delivery)

    values = {due.kind: (due.id, due.value) for due in ports.due_index.due_items(SOON, 10)}

    assert values == {
        DueKind.JOB: (job.id, job),
        DueKind.DOCUMENT: (document.id, document),
        DueKind.EVENT: (event.id, event),
        DueKind.DELIVERY: (delivery.id, delivery),
    }


def test_due_index_omits_what_is_due_later(ports: Any) -> None:
    ports.jobs.add(a_job(), [a_document(due_at=SOON)])

    assert list(ports.due_index.due_items(SOON, 10)) == []
    assert len(list(ports.due_index.due_items(SOON + timedelta(microseconds=1), 10))) == 1


def test_due_index_respects_the_limit_and_reaches_every_item(ports: Any) -> None:
    documents = [a_document(due_at=NOW) for _ in range(30)]
    ports.jobs.add(a_job(), documents)
    due_ids: set[str] = set()

    while items := list(ports.due_index.due_items(SOON, 7)):
        assert len(items) <= 7
        due_ids |= {due.id for due in items}
        for due in items:
            document = ports.documents.claim(due.id, now=SOON, until=SOON)
            ports.documents.commit(altered(document, status=Status.PARSED, version=1, due_at=None), [])

    assert due_ids == {document.id for document in documents}


def test_due_index_has_each_item_in_one_shard(ports: Any) -> None:
    documents = [a_document(due_at=NOW) for _ in range(30)]
    ports.jobs.add(a_job(), documents)

    by_shard = [[due.id for due in ports.due_index.due_items(SOON, 100, (shard,))] for shard in ALL_SHARDS]

    assert sorted(item for shard in by_shard for item in shard) == sorted(document.id for document in documents)
    assert sum(bool(shard) for shard in by_shard) > 3


def test_due_index_with_a_backlog_begins_with_the_event(ports: Any) -> None:
    document = a_final_document(fence=0)
    unfinished = altered(document, status=Status.PROCESSING, version=0, due_at=None, content_id=None, digest=None)
    event = an_event(document, due_at=NOW)
    ports.jobs.add(a_job(id=document.job_id), [unfinished])
    for _ in range(20):
        ports.deliveries.add(a_delivery(event, id=an_id(), due_at=NOW - timedelta(hours=1)))
    ports.documents.commit(document, [event])

    kinds = [due.kind for due in ports.due_index.due_items(SOON, 3)]

    assert kinds == [DueKind.EVENT, DueKind.DELIVERY, DueKind.DELIVERY]

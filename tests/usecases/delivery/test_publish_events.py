"""Publishing events: the job is settled, the active bill selected, the entry put on the bus."""

import json
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.company import ActiveBillPolicy
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DocumentId, EventId
from billhook.usecases.delivery.publish_events import PublishEvents
from tests.builders import a_bill, a_content, a_final_document, a_job, a_site, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.wiring import API_URL, wired


def finished(world: World, **fields: Any) -> Document:
    """A parsed document of a job of two, whose content is stored."""
    document = a_final_document(size=10, **fields)
    world.jobs.add(a_job(id=document.job_id, expected=2), [document])
    world.contents.put(document.company_id, a_content(document), None)
    return document


def noted(world: World, document: Document, **fields: Any) -> Event:
    event = an_event(document, **fields)
    world.memory.keep(event)
    return event


def publish(world: World, *events: Event) -> dict[EventId, Exception]:
    return dict(wired(world).get(PublishEvents)(events))


def test_publish_events_body_is_the_document_without_evidence(world: World) -> None:
    document = finished(world)
    event = noted(world, document)

    publish(world, event)

    (entry,) = world.bus.published
    body = json.loads(entry.detail)
    assert (entry.event_id, entry.detail_type) == (event.id, "document.created.v2")
    assert entry.source == f"billhook.{document.company_id}"
    assert (body["type"], body["eventId"], body["id"], body["version"]) == (entry.detail_type, event.id, document.id, 1)
    assert (body["totalCharges"], body["company"], "evidence" in body) == ("121.00", document.company_id, False)
    assert body["url"].startswith(f"{API_URL}/file/{document.id}?exp=")


def test_publish_events_leaves_the_event_due_until_planned(world: World) -> None:
    event = noted(world, finished(world))

    publish(world, event)

    kept = world.outbox.get(event.subject_id, event.version, event.type)
    assert kept is not None
    assert (kept.published, kept.due_at) == (NOW, NOW + timedelta(minutes=2))


def test_publish_events_of_an_update_has_the_previous_version(world: World) -> None:
    document = finished(world, version=2, content_id="2-1")
    before = altered(document, version=1, content_id="1-1", status=Status.NEEDS_REVIEW)
    world.memory.versions[document.id] = {1: before}
    world.contents.put(document.company_id, a_content(before, bill=a_bill(invoice_id="before")), None)
    event = noted(world, document, kind=EventType.DOCUMENT_UPDATED)

    publish(world, event)

    body = json.loads(world.bus.published[0].detail)
    assert (body["old"]["invoiceId"], body["old"]["version"], body["version"]) == ("before", 1, 2)
    assert (body["old"]["status"], body["status"]) == ("NEEDS_REVIEW", "PARSED")


def test_publish_events_late_describes_the_version_of_the_event(world: World) -> None:
    first = finished(world)
    event = noted(world, first)
    second = altered(first, version=2, content_id="2-1", notes="later", is_flagged=True)
    world.contents.put(second.company_id, a_content(second, bill=a_bill(invoice_id="later")), None)
    world.memory.versions[first.id] = {1: first}
    world.documents.commit(second, [])

    publish(world, event)

    body = json.loads(world.bus.published[0].detail)
    assert (body["version"], body["notes"], body["isFlagged"], body["invoiceId"]) == (1, None, False, None)


def test_publish_events_of_a_deleted_document_publishes_nothing(world: World) -> None:
    document = finished(world)
    event = noted(world, document)
    world.documents.take_over(altered(document, deleted=NOW))

    assert publish(world, event) == {}
    assert world.bus.published == []


def test_publish_events_of_a_rejected_document_has_the_reason(world: World) -> None:
    document = finished(world, status=Status.REJECTED, status_reason=StatusReason.ENCRYPTED, digest=None)
    world.contents.kept.clear()

    publish(world, noted(world, document, kind=EventType.DOCUMENT_REJECTED))

    body = json.loads(world.bus.published[0].detail)
    assert (body["status"], body["statusReason"], body["lineItems"]) == ("REJECTED", "encrypted", [])


def test_publish_events_of_a_closed_job_has_its_documents(world: World) -> None:
    document = finished(world)
    pipeline = wired(world)
    assert document.job_id is not None
    world.memory.jobs[document.job_id] = world.memory.jobs[document.job_id].model_copy(update={"expected": 1})

    pipeline.get(PublishEvents)([noted(world, document)])
    pipeline.get(PublishEvents)(
        [event for event in world.memory.events.values() if event.type is EventType.JOB_COMPLETED]
    )

    body = json.loads(world.bus.published[-1].detail)
    assert (body["type"], body["id"], body["status"]) == ("job.completed.v2", document.job_id, "COMPLETED")
    assert (body["parsedDocumentIds"], body["version"]) == ([document.id], 1)


def test_publish_events_settles_the_job_first(world: World) -> None:
    document = finished(world)
    event = noted(world, document)
    world.bus.refuses[event.id] = "ThrottlingException"

    faults = publish(world, event)

    assert list(faults) == [event.id]
    assert document.job_id is not None
    assert [entry.outcome for entry in world.jobs.entries(document.job_id)] == [Outcome.PARSED]
    assert world.outbox.get(event.subject_id, 1, event.type) == event


def test_publish_events_with_one_failure_publishes_the_others(world: World) -> None:
    good, bad, refused = (noted(world, finished(world)) for _ in range(3))
    world.bus.refuses[refused.id] = "InternalFailure"
    settle = world.jobs.settle

    def breaks(job_id: Any, entry: Any) -> None:
        if entry.document_id == bad.subject_id:
            raise RuntimeError("a bug")
        settle(job_id, entry)

    world.jobs.settle = breaks  # type: ignore[method-assign]

    faults = publish(world, bad, good, refused)

    assert set(faults) == {bad.id, refused.id}
    assert [entry.event_id for entry in world.bus.published] == [good.id]


def test_publish_events_without_a_subject_marks_it_published(world: World) -> None:
    event = an_event(a_final_document())
    world.memory.keep(event)

    assert publish(world, event) == {}

    kept = world.outbox.get(event.subject_id, event.version, event.type)
    assert kept is not None
    assert (kept.published, world.bus.published) == (NOW, [])


def at_site(world: World, policy: ActiveBillPolicy, *documents: tuple[Document, timedelta]) -> str | None:
    """The active bill of a site after ``documents`` were published, each as parsed so long after ``NOW``."""
    site = a_site(active_bill=policy)
    world.companies.add_site(site)
    for document, parsed in documents:
        placed = altered(document, site_id=site.id, parsed=NOW + parsed)
        world.jobs.add(a_job(id=placed.job_id), [placed])
        publish(world, noted(world, placed))
    kept = world.companies.site(site.id)
    assert kept is not None
    return kept.active_document_id


EARLY, LATE = timedelta(minutes=1), timedelta(minutes=2)


@pytest.mark.parametrize("order", [1, -1])
def test_publish_events_in_any_order_activates_the_last_parsed(world: World, order: int) -> None:
    first, last = a_final_document(), a_final_document()

    assert at_site(world, ActiveBillPolicy.LAST_PARSED, *[(first, EARLY), (last, LATE)][::order]) == last.id


def test_publish_events_by_upload_activates_the_last_uploaded(world: World) -> None:
    older, newer = a_final_document(created=NOW), a_final_document(created=NOW + EARLY)

    assert at_site(world, ActiveBillPolicy.LAST_UPLOADED, (newer, EARLY), (older, LATE)) == newer.id


def test_publish_events_by_statement_activates_the_latest_date(world: World) -> None:
    october, november = a_final_document(), a_final_document(digest=a_bill(bill_date="2026-11-30"))
    undated = a_final_document(digest=a_bill(bill_date=None))

    active = at_site(world, ActiveBillPolicy.LATEST_STATEMENT, (november, EARLY), (october, LATE), (undated, 2 * LATE))

    assert active == november.id


def test_publish_events_activates_duplicates_but_no_rejected(world: World) -> None:
    first, copy = a_final_document(), a_final_document(duplicate_of=DocumentId(an_id()))
    rejected = a_final_document(status=Status.REJECTED, status_reason=StatusReason.CORRUPT)

    active = at_site(world, ActiveBillPolicy.LAST_PARSED, (first, EARLY), (copy, LATE), (rejected, 2 * LATE))

    assert active == copy.id

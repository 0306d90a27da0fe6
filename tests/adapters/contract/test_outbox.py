"""Contract of ``ports.Outbox``: events wait until they are published."""

from datetime import timedelta
from typing import Any

from billhook.domain.document import Document
from billhook.domain.events import Event, EventType
from billhook.ports.lists import PageRequest
from billhook.ports.sweeper import DueKind
from tests.builders import COMPANY, a_document, a_final_document, a_job, an_event
from tests.fakes import NOW

SOON = NOW + timedelta(minutes=1)


def written(ports: Any, *kinds: EventType, **fields: Any) -> list[Event]:
    document = a_document()
    ports.jobs.add(a_job(id=document.job_id), [document])
    final: Document = a_final_document(id=document.id, job_id=document.job_id, fence=0)
    events = [an_event(final, kind=kind, **fields) for kind in kinds]
    ports.documents.commit(final, events)
    return events


def test_outbox_event_is_due_until_published(ports: Any) -> None:
    (event,) = written(ports, EventType.DOCUMENT_CREATED)
    due_before = [(due.kind, due.value) for due in ports.due_index.due_items(SOON, 10)]

    ports.outbox.mark_published(event, now=NOW, due_at=None)

    assert due_before == [(DueKind.EVENT, event)]
    assert list(ports.due_index.due_items(SOON, 10)) == []
    done = event.model_copy(update={"published": NOW, "due_at": None})
    assert ports.outbox.get(event.subject_id, event.version, event.type) == done


def test_outbox_mark_published_twice_keeps_the_first_time(ports: Any) -> None:
    (event,) = written(ports, EventType.DOCUMENT_CREATED)
    ports.outbox.mark_published(event, now=NOW, due_at=None)

    ports.outbox.mark_published(event, now=SOON, due_at=None)

    assert ports.outbox.get(event.subject_id, event.version, event.type).published == NOW


def test_outbox_absent_event_is_not_created_by_mark_published(ports: Any) -> None:
    event = an_event()

    ports.outbox.mark_published(event, now=NOW, due_at=None)

    assert ports.outbox.get(event.subject_id, event.version, event.type) is None


def test_outbox_events_are_separate_by_version_and_type(ports: Any) -> None:
    created, settled = written(ports, EventType.DOCUMENT_CREATED, EventType.DOCUMENT_SETTLED)

    assert ports.outbox.get(created.subject_id, 1, EventType.DOCUMENT_CREATED) == created
    assert ports.outbox.get(created.subject_id, 1, EventType.DOCUMENT_SETTLED) == settled
    assert ports.outbox.get(created.subject_id, 2, EventType.DOCUMENT_CREATED) is None


def test_outbox_page_lists_public_events_newest_first(ports: Any) -> None:
    (older,) = written(ports, EventType.DOCUMENT_CREATED)
    newer, _ = written(ports, EventType.DOCUMENT_UPDATED, EventType.DOCUMENT_SETTLED, occurred=SOON)

    assert ports.outbox.page(COMPANY, PageRequest()).items == (newer, older)


def test_outbox_postponed_event_is_due_later(ports: Any) -> None:
    (event,) = written(ports, EventType.DOCUMENT_CREATED)

    ports.outbox.postpone(event, SOON)

    assert list(ports.due_index.due_items(SOON, 10)) == []
    assert [due.id for due in ports.due_index.due_items(SOON + timedelta(seconds=1), 10)] == [event.id]


def test_outbox_published_event_is_due_until_planned(ports: Any) -> None:
    (event,) = written(ports, EventType.DOCUMENT_CREATED)
    ports.outbox.mark_published(event, now=NOW, due_at=SOON)
    due_times = [due.value.due_at for due in ports.due_index.due_items(SOON + timedelta(seconds=1), 10)]

    ports.outbox.mark_planned(event.subject_id, event.version, event.type, now=SOON)

    assert due_times == [SOON]
    assert list(ports.due_index.due_items(SOON + timedelta(days=1), 10)) == []
    done = event.model_copy(update={"published": NOW, "planned": SOON, "due_at": None})
    assert ports.outbox.get(event.subject_id, event.version, event.type) == done


def test_outbox_planned_event_counts_as_published(ports: Any) -> None:
    (event,) = written(ports, EventType.DOCUMENT_CREATED)
    ports.outbox.mark_planned(event.subject_id, event.version, event.type, now=NOW)

    ports.outbox.mark_published(event, now=SOON, due_at=SOON)
    ports.outbox.postpone(event, SOON)

    done = event.model_copy(update={"published": NOW, "planned": NOW, "due_at": None})
    assert ports.outbox.get(event.subject_id, event.version, event.type) == done
    assert list(ports.due_index.due_items(SOON + timedelta(days=1), 10)) == []

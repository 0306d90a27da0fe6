"""Body of an event."""

from billhook.domain.events import Event, EventType
from billhook.usecases.delivery.steps.send_delivery import DescribeEvent
from tests.builders import COMPANY, a_final_document, an_event, an_id
from tests.fakes import NOW, World
from tests.usecases.buses import a_bus
from tests.usecases.wiring import wired


def test_describe_event_of_a_deleted_document_is_none(world: World) -> None:
    document = a_final_document(deleted=NOW)
    world.documents.add(document, ())

    assert wired(world).get(DescribeEvent).body_of(an_event(document)) is None


def test_describe_event_of_a_document_names_it(world: World) -> None:
    document = a_final_document()
    world.documents.add(document, ())

    body = wired(world).get(DescribeEvent).body_of(an_event(document))

    assert body is not None
    assert body["id"] == document.id


def test_describe_event_of_an_update_needs_no_previous_version(world: World) -> None:
    document = a_final_document(version=2)
    world.documents.add(document, ())

    body = wired(world).get(DescribeEvent).body_of(an_event(document, kind=EventType.DOCUMENT_UPDATED))

    assert body is not None
    assert (body["type"], body["version"]) == (EventType.DOCUMENT_UPDATED.value, 2)


def test_describe_event_of_a_superseded_challenge_is_none(world: World) -> None:
    bus = a_bus(world, challenge=2)
    event = Event.about(
        EventType.DESTINATION_VERIFICATION, company_id=bus.company_id, subject_id=bus.id, version=1, occurred=NOW
    )

    assert wired(world).get(DescribeEvent).body_of(event) is None
    newest = event.model_copy(update={"version": 2})
    assert "token" in (wired(world).get(DescribeEvent).body_of(newest) or {})


def test_describe_event_of_a_missing_subject_is_none(world: World) -> None:
    for kind in (EventType.JOB_COMPLETED, EventType.DESTINATION_DISABLED):
        event = Event.about(kind, company_id=COMPANY, subject_id=an_id(), version=1, occurred=NOW)

        assert wired(world).get(DescribeEvent).body_of(event) is None

"""Body of an event."""

from billhook.usecases.delivery.steps.describe_event import DescribeEvent
from tests.builders import a_final_document, an_event
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_body_of_a_deleted_document_is_none(world: World) -> None:
    document = a_final_document(deleted=NOW)
    world.documents.add(document, ())

    assert wired(world).get(DescribeEvent).body_of(an_event(document)) is None


def test_body_of_a_document_names_it(world: World) -> None:
    document = a_final_document()
    world.documents.add(document, ())

    body = wired(world).get(DescribeEvent).body_of(an_event(document))

    assert body is not None
    assert body["id"] == document.id

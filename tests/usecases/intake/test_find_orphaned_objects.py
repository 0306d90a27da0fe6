"""Find orphaned objects."""

from datetime import timedelta

from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
from tests.builders import (
    COMPANY,
    a_document,
    an_id,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_find_orphaned_objects_sends_those_without_rows(world: World) -> None:
    orphan, document = an_id(), a_document()
    world.documents.add(document, ())
    for document_id in (orphan, document.id):
        world.files.land(f"incoming/{COMPANY}/{document_id}", b"%PDF")
    world.clock.advance(timedelta(hours=1))

    assert wired(world).get(FindOrphanedObjects)() == 1
    assert orphan in str(world.parse_queue.messages)

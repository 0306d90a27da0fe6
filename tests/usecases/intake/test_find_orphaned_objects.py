"""Finding objects in the bucket that have no rows."""

from datetime import timedelta

from billhook.usecases.intake import find_orphaned_objects
from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
from tests.builders import COMPANY, a_document, an_id
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

HOUR = timedelta(hours=1)


def stored(world: World, document_id: str) -> str:
    key = f"incoming/{COMPANY}/{document_id}"
    world.files.land(key, b"%PDF")
    return key


def test_find_orphaned_objects_sends_those_without_rows(world: World) -> None:
    orphan, document = an_id(), a_document()
    world.documents.add(document, ())
    key = stored(world, orphan)
    stored(world, document.id)
    world.clock.advance(HOUR)

    assert wired(world).get(FindOrphanedObjects)() == 1
    assert world.parse_queue.messages == [{"documentId": orphan, "objectKey": key}]


def test_find_orphaned_objects_ignores_recent_uploads(world: World) -> None:
    world.files.written[stored(world, an_id())] = NOW

    assert wired(world).get(FindOrphanedObjects)() == 0
    assert world.parse_queue.messages == []


def test_find_orphaned_objects_continues_at_its_cursor(world: World) -> None:
    keys = [stored(world, an_id()) for _ in range(find_orphaned_objects.STEPS + 1)]
    world.clock.advance(HOUR)
    find = wired(world).get(FindOrphanedObjects)

    assert [find(), find()] == [find_orphaned_objects.STEPS, 1]
    assert [message["objectKey"] for message in world.parse_queue.messages] == sorted(keys)
    assert find() == find_orphaned_objects.STEPS

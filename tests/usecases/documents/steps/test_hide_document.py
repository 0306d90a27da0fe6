"""Hide a deleted document."""

from billhook.usecases.documents.steps.hide_document import HideDocument
from tests.builders import a_final_document
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_hide_document_has_it_erased(world: World) -> None:
    document = a_final_document()
    world.documents.add(document, ())

    assert wired(world).get(HideDocument).hide(document)
    assert world.memory.documents[document.id].deleted == NOW
    assert len(world.erase_queue.messages) == 1


def test_hide_document_that_was_changed_is_refused(world: World) -> None:
    document = a_final_document()
    world.documents.add(document.seized(), ())

    assert not wired(world).get(HideDocument).hide(document)

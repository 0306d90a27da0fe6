"""Reading a document with its content, now or in an earlier version."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.get_document import GetDocument
from tests.builders import a_document
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, content_of, now, read


def test_get_document_returns_it_with_its_content(world: World) -> None:
    document = read(world)

    assert api(world).get(GetDocument)(CALLER, document.id) == (document, content_of(world, document))


def test_get_document_in_an_earlier_version_has_its_content(world: World) -> None:
    document = read(world)
    before = content_of(world, document)
    api(world).get(CorrectDocument)(CALLER, document.id, 1, DocumentPatch(head={"notes": "Checked."}))

    old, content = api(world).get(GetDocument)(CALLER, document.id, 1)
    new, _ = api(world).get(GetDocument)(CALLER, document.id)

    assert (old.version, old.notes, content) == (1, None, before)
    assert (new, new.notes) == (now(world, document), "Checked.")


def test_get_document_before_extraction_has_no_content(world: World) -> None:
    document = a_document()
    world.memory.documents[document.id] = document

    assert api(world).get(GetDocument)(CALLER, document.id) == (document, None)


def test_get_document_in_an_unknown_version_is_not_found(world: World) -> None:
    document = read(world)

    for version in (0, 2):
        with pytest.raises(NotFound):
            api(world).get(GetDocument)(CALLER, document.id, version)


def test_get_document_of_another_account_is_not_found(world: World) -> None:
    document = read(world)

    with pytest.raises(NotFound):
        api(world).get(GetDocument)(STRANGER, document.id)

"""Create a file link."""

from billhook.usecases.documents.create_file_link import CreateFileLink
from tests.builders import a_document
from tests.fakes import World
from tests.usecases.wiring import wired


def test_create_file_link_of_a_document_without_file_is_none(world: World) -> None:
    assert wired(world).get(CreateFileLink)(a_document(size=None), "https://api.example.org") is None


def test_create_file_link_names_the_document(world: World) -> None:
    document = a_document(size=3)

    url = wired(world).get(CreateFileLink)(document, "https://api.example.org")

    assert (url or "").startswith(f"https://api.example.org/file/{document.id}?exp=")

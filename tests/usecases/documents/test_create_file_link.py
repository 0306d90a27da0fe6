"""Creating a signed link to the file of a document."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from billhook.domain.signing import FILE_LINK_LIFETIME
from billhook.usecases.documents.create_file_link import CreateFileLink
from billhook.usecases.documents.download_file import DownloadFile
from tests.builders import a_document
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api, read

API_URL = "https://api.example.org"


def test_create_file_link_of_a_document_without_file_is_none(world: World) -> None:
    assert api(world).get(CreateFileLink)(a_document(size=None), API_URL) is None


def test_create_file_link_names_document_and_expiry(world: World) -> None:
    document = a_document(size=3)

    url = api(world).get(CreateFileLink)(document, API_URL)

    expires = int((NOW + FILE_LINK_LIFETIME).timestamp())
    assert (url or "").startswith(f"{API_URL}/file/{document.id}?exp={expires}&sig=")


def test_create_file_link_is_accepted_by_the_download(world: World) -> None:
    document, container = read(world), api(world)

    query = parse_qs(urlsplit(container.get(CreateFileLink)(document, API_URL) or "").query)

    (expires,), (signature,) = query["exp"], query["sig"]
    assert container.get(DownloadFile)(document.id, expires=expires, signature=signature)


def test_create_file_link_later_has_a_later_expiry(world: World) -> None:
    document, create = a_document(size=3), api(world).get(CreateFileLink)
    first = create(document, API_URL)
    world.clock.advance(timedelta(hours=1))

    assert create(document, API_URL) != first

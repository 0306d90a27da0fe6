"""Resolving a signed file link to the bytes of a document."""

from datetime import timedelta

import pytest

from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import DocumentId
from billhook.domain.signing import FILE_LINK_PURPOSE, file_link_signature, file_link_text
from billhook.usecases.documents.download_file import DownloadFile
from tests.fakes import NOW, World
from tests.usecases.deletion import delete, erase
from tests.usecases.stored_documents import api, read


def signed(world: World, document_id: str, lifetime: timedelta = timedelta(hours=1)) -> dict[str, str]:
    """Expiry and signature of a link to the file of a document."""
    expires = int((NOW + lifetime).timestamp())
    digest = world.hmacs.digest(FILE_LINK_PURPOSE, file_link_text(DocumentId(document_id), expires))
    return {"expires": str(expires), "signature": file_link_signature(digest)}


def test_download_file_gives_a_url_of_the_bytes_for_five_minutes(world: World) -> None:
    document = read(world)

    url = api(world).get(DownloadFile)(document.id, **signed(world, document.id))

    assert f"/{document.file.object_key}?" in url
    assert url.endswith("expires=300")


@pytest.mark.parametrize("change", [{"signature": "forged"}, {"expires": "99999999999"}, {"expires": "never"}])
def test_download_file_with_another_signature_is_not_found(world: World, change: dict[str, str]) -> None:
    document = read(world)

    with pytest.raises(NotFound):
        api(world).get(DownloadFile)(document.id, **signed(world, document.id) | change)


def test_download_file_by_the_link_of_another_is_not_found(world: World) -> None:
    document, other = read(world), read(world)

    with pytest.raises(NotFound):
        api(world).get(DownloadFile)(document.id, **signed(world, other.id))


def test_download_file_by_an_expired_link_is_gone(world: World) -> None:
    document = read(world)
    world.clock.advance(timedelta(hours=1))

    with pytest.raises(Gone):
        api(world).get(DownloadFile)(document.id, **signed(world, document.id))


@pytest.mark.parametrize("erased", [False, True])
def test_download_file_of_a_deleted_document_is_gone(world: World, *, erased: bool) -> None:
    document, container = read(world), api(world)
    link = signed(world, document.id)
    assert container.get(DownloadFile)(document.id, **link)

    delete(world, document)
    if erased:
        erase(world)

    with pytest.raises(Gone):
        container.get(DownloadFile)(document.id, **link)

"""Resolving a signed file link to the bytes of a document."""

from datetime import timedelta

import pytest

from billhook.domain.errors import Gone
from billhook.domain.file_link import HMAC_PURPOSE, signature_of, signed_text
from billhook.usecases.documents.download_file import DownloadFile
from tests.fakes import NOW, World
from tests.usecases.deletion import delete, erase
from tests.usecases.stored_documents import api, read


@pytest.mark.parametrize("erased", [False, True])
def test_download_file_of_a_deleted_document_is_gone(world: World, *, erased: bool) -> None:
    document, uses = read(world), api(world)
    expires = int((NOW + timedelta(hours=1)).timestamp())
    digest = world.hmacs.digest(HMAC_PURPOSE, signed_text(document.id, expires))
    signed = {"expires": str(expires), "signature": signature_of(digest)}
    assert uses.get(DownloadFile)(document.id, **signed)

    delete(world, document)
    if erased:
        erase(world)

    with pytest.raises(Gone):
        uses.get(DownloadFile)(document.id, **signed)

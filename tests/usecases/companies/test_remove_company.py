"""Deleting a company: hidden at once, erased afterwards."""

from datetime import timedelta

import pytest

from billhook.domain.company import RESTORABLE
from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import CompanyId
from billhook.domain.signing import FILE_LINK_PURPOSE, file_link_signature, file_link_text
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.documents.download_file import DownloadFile
from billhook.usecases.documents.queries import GetDocument
from tests.builders import COMPANY, a_principal
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


def test_remove_company_hides_it_until_its_erasure_is_due(world: World) -> None:
    api(world).get(RemoveCompany)(CALLER, COMPANY)

    company = world.memory.companies[COMPANY]
    assert company.deleted == NOW
    assert company.due_at is not None
    assert company.due_at > NOW + RESTORABLE
    assert world.erase_queue.messages == []
    with pytest.raises(NotFound):
        api(world).get(AccessPolicy)(CALLER, COMPANY)


def test_remove_company_twice_is_not_found(world: World) -> None:
    remove = api(world).get(RemoveCompany)
    remove(CALLER, COMPANY)

    with pytest.raises(NotFound):
        remove(CALLER, COMPANY)


def test_remove_company_of_another_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(RemoveCompany)(STRANGER, COMPANY)

    assert world.memory.companies[COMPANY].deleted is None


def test_remove_company_hides_its_documents_and_links(world: World) -> None:
    uses = api(world)
    document = read(world)

    uses.get(RemoveCompany)(a_principal(), CompanyId(COMPANY))

    expires = str(int((NOW + timedelta(hours=1)).timestamp()))
    digest = world.hmacs.digest(FILE_LINK_PURPOSE, file_link_text(document.id, int(expires)))
    with pytest.raises(Gone):
        uses.get(DownloadFile)(document.id, expires=expires, signature=file_link_signature(digest))
    with pytest.raises(NotFound):
        uses.get(GetDocument)(a_principal(), document.id)
    with pytest.raises(NotFound):
        uses.get(RemoveCompany)(a_principal(), CompanyId(COMPANY))

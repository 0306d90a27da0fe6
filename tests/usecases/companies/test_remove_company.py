"""Deleting a company: hidden at once, erased afterwards."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.companies.remove_company import RemoveCompany
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_remove_company_hides_it_and_requests_its_erasure(world: World) -> None:
    api(world).get(RemoveCompany)(CALLER, COMPANY)

    company = world.memory.companies[COMPANY]
    assert company.deleted == NOW
    assert company.due_at is not None
    assert world.erase_queue.messages == [{"companyId": COMPANY}]
    with pytest.raises(NotFound):
        api(world).get(AccessPolicy)(CALLER, COMPANY)


def test_remove_company_twice_is_not_found(world: World) -> None:
    remove = api(world).get(RemoveCompany)
    remove(CALLER, COMPANY)

    with pytest.raises(NotFound):
        remove(CALLER, COMPANY)
    assert len(world.erase_queue.messages) == 1


def test_remove_company_of_another_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(RemoveCompany)(STRANGER, COMPANY)

    assert world.memory.companies[COMPANY].deleted is None

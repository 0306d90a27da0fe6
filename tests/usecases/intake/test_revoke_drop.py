"""Revoking a drop."""

import pytest

from billhook.domain.drop import Drop
from billhook.domain.errors import Gone, NotFound
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.revoke_drop import RevokeDrop
from billhook.usecases.intake.upload_to_drop import UploadToDrop
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


@pytest.fixture
def drop(world: World) -> tuple[Drop, str]:
    return api(world).get(CreateDrop)(CALLER, COMPANY)


def test_revoke_drop_issues_no_further_forms(world: World, drop: tuple[Drop, str]) -> None:
    created, token = drop

    api(world).get(RevokeDrop)(CALLER, created.id)

    assert world.memory.drops[created.id].revoked == NOW
    with pytest.raises(Gone):
        api(world).get(UploadToDrop)(token, file_name="bill.pdf")


def test_revoke_drop_twice_is_not_found(world: World, drop: tuple[Drop, str]) -> None:
    api(world).get(RevokeDrop)(CALLER, drop[0].id)

    with pytest.raises(NotFound):
        api(world).get(RevokeDrop)(CALLER, drop[0].id)


def test_revoke_drop_of_another_account_is_not_found(world: World, drop: tuple[Drop, str]) -> None:
    with pytest.raises(NotFound):
        api(world).get(RevokeDrop)(STRANGER, drop[0].id)

    assert world.memory.drops[drop[0].id].revoked is None

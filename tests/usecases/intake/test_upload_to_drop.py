"""Create a form for a file of a drop."""

import pytest

from billhook.domain.errors import (
    Gone,
    NotFound,
)
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.upload_to_drop import UploadToDrop
from tests.builders import (
    COMPANY,
    a_company,
    a_principal,
)
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_upload_to_drop_gives_a_form_of_its_company(world: World) -> None:
    world.companies.add(a_company())
    container = wired(world)
    drop, token = container.get(CreateDrop)(a_principal(), COMPANY)

    upload = container.get(UploadToDrop)(token, file_name="bill.pdf")

    assert upload.post.fields["key"] == f"drop/{COMPANY}/{drop.id}/{upload.document_id}"


def test_upload_to_drop_that_is_revoked_is_gone(world: World) -> None:
    world.companies.add(a_company())
    container = wired(world)
    drop, token = container.get(CreateDrop)(a_principal(), COMPANY)
    world.drops.save(drop.revoked_at(NOW))

    with pytest.raises(Gone):
        container.get(UploadToDrop)(token, file_name="bill.pdf")


def test_upload_to_drop_with_an_unknown_token_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        wired(world).get(UploadToDrop)("no token", file_name="bill.pdf")

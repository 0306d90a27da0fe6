"""Adding a callback: a URL template with an optional secret header."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import Invalid, NotFound
from billhook.usecases.destinations.add_callback import TEMPLATE_POINTER, AddCallback
from tests.builders import COMPANY
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

TEMPLATE = "https://hooks.example.org/{job_id}/{status}"


def test_add_callback_stores_template_and_encrypted_header(world: World) -> None:
    callback = api(world).get(AddCallback)(CALLER, COMPANY, url_template=TEMPLATE, header=("x-token", "secret"))

    assert world.destinations.get(callback.id) == callback
    assert (callback.type, callback.url, callback.enabled) == (DestinationType.CALLBACK, TEMPLATE, True)
    assert callback.header is not None
    assert callback.header.name == "x-token"
    assert world.encryptor.decrypt(callback.header.sealed, context=callback.id) == b"secret"


def test_add_callback_without_header_has_none(world: World) -> None:
    callback = api(world).get(AddCallback)(CALLER, COMPANY, url_template=TEMPLATE, enabled=False)

    assert (callback.header, callback.enabled) == (None, False)


@pytest.mark.parametrize(
    "template",
    [
        "https://hooks.example.org/{unknown}",
        "https://{job_id}.example.org/",
        "https://127.0.0.1/{job_id}",
        "no url",
    ],
)
def test_add_callback_with_a_bad_template_is_invalid(world: World, template: str) -> None:
    with pytest.raises(Invalid) as refused:
        api(world).get(AddCallback)(CALLER, COMPANY, url_template=template)

    assert [problem.pointer for problem in refused.value.problems] == [TEMPLATE_POINTER]
    assert world.memory.destinations == {}


def test_add_callback_to_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(AddCallback)(STRANGER, COMPANY, url_template=TEMPLATE)

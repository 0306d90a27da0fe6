"""Listing the versions of a document."""

import pytest

from billhook.domain.errors import NotFound
from billhook.ports.lists import PageRequest
from billhook.usecases.documents.correct_document import CorrectDocument, DocumentPatch
from billhook.usecases.documents.list_versions import ListVersions
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


def test_list_versions_newest_first_in_pages(world: World) -> None:
    document = read(world)
    for version in (1, 2):
        api(world).get(CorrectDocument)(CALLER, document.id, version, DocumentPatch(head={"notes": str(version)}))
    use = api(world).get(ListVersions)

    first = use(CALLER, document.id, PageRequest(2))
    second = use(CALLER, document.id, PageRequest(2, first.cursor))

    assert [one.version for one in first.items] == [3, 2]
    assert ([one.version for one in second.items], second.cursor) == ([1], None)


def test_list_versions_of_another_account_is_not_found(world: World) -> None:
    document = read(world)

    with pytest.raises(NotFound):
        api(world).get(ListVersions)(STRANGER, document.id, PageRequest())

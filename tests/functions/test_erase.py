"""The function that removes what was deleted, on samples of what its queue carries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import functions.erase.handler
from billhook.domain.company import RESTORABLE
from billhook.domain.errors import Unavailable
from billhook.domain.ids import CompanyId, DocumentId
from billhook.runtime.container import Container
from functions.erase.handler import handler
from tests.builders import a_company
from tests.fakes import NOW, World
from tests.functions.calling import an_event
from tests.usecases.stored_documents import erasing, now, read

DOCUMENT = DocumentId("019a9d2e-4000-7000-8000-000000000031")
COMPANY = CompanyId("019a9d2e-4000-7000-8000-000000000002")
ALL_DONE: dict[str, Any] = {"batchItemFailures": []}


@pytest.fixture(autouse=True)
def erasing_on_fakes(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    monkeypatch.setattr(Container, "of", lambda _: erasing(world))
    yield
    functions.erase.handler.container.cache_clear()


def test_erase_removes_a_document(world: World) -> None:
    document = read(world, id=DOCUMENT, deleted=NOW)

    assert handler(an_event("erase/document"), None) == ALL_DONE

    assert (world.files.versions, world.contents.kept, now(world, document).file.file_name) == ({}, {}, "")


def test_erase_removes_a_company(world: World) -> None:
    long_ago = NOW - RESTORABLE - timedelta(minutes=2)
    world.companies.add(a_company(id=COMPANY, deleted=long_ago, due_at=NOW))
    document = read(world, company_id=COMPANY)

    assert handler(an_event("erase/company"), None) == ALL_DONE

    assert now(world, document).deleted == NOW
    assert world.erase_queue.messages == [{"documentId": document.id}]


@pytest.mark.parametrize("body", ["no JSON", "[]", "{}", '{"documentId": "x"}', '{"companyId": 7}'])
def test_erase_reports_unknown_messages_as_failed(body: str) -> None:
    event = an_event("erase/document")
    event["Records"][0]["body"] = body

    assert handler(event, None) == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}


def test_erase_reports_failures(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read(world, id=DOCUMENT, deleted=NOW)

    def breaks(_: str) -> None:
        raise Unavailable("S3 is out of order.")

    monkeypatch.setattr(world.files, "delete_all_below", breaks)

    assert handler(an_event("erase/document"), None) != ALL_DONE

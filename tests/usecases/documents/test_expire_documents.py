"""Deleting documents that are older than the retention of their company."""

from datetime import timedelta

import pytest

from billhook.domain.company import CompanyPatch
from billhook.domain.document import Document
from billhook.domain.errors import OnLegalHold
from billhook.domain.ids import AccountId, CompanyId
from billhook.usecases.access.remove_account import RemoveAccount
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.companies.update_company import UpdateCompany
from billhook.usecases.documents.expire_documents import AT_ONCE
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import ACCOUNT, COMPANY, a_company, an_account, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER
from tests.usecases.deletion import delete, erase, keys_of, unfinished
from tests.usecases.stored_documents import api, read
from tests.usecases.wiring import wired

MONTH = timedelta(days=30)


def change(world: World, **fields: object) -> None:
    api(world).get(UpdateCompany)(CALLER, COMPANY, CompanyPatch(**fields))  # type: ignore[arg-type]


def sweep(world: World) -> None:
    world.clock.advance(timedelta(seconds=1))
    wired(world).get(Sweep)()
    erase(world)


def living(world: World, *documents: Document) -> list[bool]:
    return [bool(keys_of(world, document)) for document in documents]


def test_expire_documents_deletes_those_older_than_retention(world: World) -> None:
    old, waiting = read(world, created=NOW - MONTH - timedelta(seconds=1)), unfinished(world, created=NOW - 2 * MONTH)
    recent = read(world, created=NOW - MONTH + timedelta(minutes=1))
    elsewhere = an_id()
    world.companies.add(a_company(id=elsewhere))
    other = read(world, company_id=elsewhere, created=NOW - 2 * MONTH)
    change(world, retention_days=30)

    sweep(world)

    assert living(world, old, recent, other) == [False, True, True]
    assert world.memory.documents[waiting.id].deleted


def test_expire_documents_comes_again_on_each_day(world: World) -> None:
    change(world, retention_days=30)
    document = read(world, created=NOW)
    sweep(world)

    world.clock.advance(MONTH - timedelta(hours=1))
    sweep(world)
    before = living(world, document)
    world.clock.advance(timedelta(days=1, hours=1))
    sweep(world)

    assert (before, living(world, document)) == ([True], [False])


def test_expire_documents_of_a_large_company_continues(world: World) -> None:
    documents = [read(world, created=NOW - 2 * MONTH, job_id=None) for _ in range(AT_ONCE + 1)]
    change(world, retention_days=30)

    sweep(world)

    assert not any(living(world, *documents))


@pytest.mark.parametrize("kept", [{"retention_days": None}, {"legal_hold": True}])
def test_expire_documents_keeps_them_without_retention(world: World, kept: dict[str, object]) -> None:
    document = read(world, created=NOW - 2 * MONTH)
    change(world, retention_days=30)
    change(world, **kept)

    sweep(world)

    assert living(world, document) == [True]
    assert world.memory.companies[COMPANY].due_at is None


def test_legal_hold_refuses_deletion_until_it_ends(world: World) -> None:
    document = read(world)
    world.accounts.add(an_account())
    change(world, legal_hold=True)

    with pytest.raises(OnLegalHold):
        delete(world, document)
    with pytest.raises(OnLegalHold):
        api(world).get(RemoveCompany)(CALLER, CompanyId(COMPANY))
    with pytest.raises(OnLegalHold, match=COMPANY):
        wired(world).get(RemoveAccount)(AccountId(ACCOUNT))
    change(world, legal_hold=False)
    delete(world, document)

    assert world.memory.documents[document.id].deleted
    assert world.memory.companies[COMPANY].deleted is None

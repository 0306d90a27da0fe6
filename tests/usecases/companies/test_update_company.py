"""Changing a company."""

from datetime import timedelta
from typing import NoReturn

import pytest

from billhook.domain.company import CompanyPatch
from billhook.domain.errors import Contended, Forbidden, NotFound, StaleLease
from billhook.usecases.companies.update_company import UpdateCompany
from tests.builders import COMPANY, a_principal
from tests.fakes import NOW, World
from tests.usecases.active_bills import interrupted
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_update_company_changes_named_fields_only(world: World) -> None:
    use = api(world).get(UpdateCompany)
    name = world.memory.companies[COMPANY].name
    world.clock.advance(timedelta(hours=1))

    changed = use(CALLER, COMPANY, CompanyPatch(info={"a": 1}))

    assert (changed.name, changed.info, changed.updated) == (name, {"a": 1}, NOW + timedelta(hours=1))
    assert world.memory.companies[COMPANY] == changed


def test_update_company_without_changes_writes_nothing(world: World) -> None:
    use = api(world).get(UpdateCompany)
    before = world.memory.companies[COMPANY]
    world.clock.advance(timedelta(hours=1))

    assert use(CALLER, COMPANY, CompanyPatch()) == before


def test_update_company_keeps_a_concurrent_change(world: World) -> None:
    use = api(world).get(UpdateCompany)

    def rename() -> None:
        before = world.memory.companies[COMPANY]
        later = NOW + timedelta(seconds=1)
        world.memory.companies[COMPANY] = before.changed(CompanyPatch(name="New"), later)

    interrupted(world.companies, "save", [rename])
    changed = use(CALLER, COMPANY, CompanyPatch(external_id="7"))

    assert (changed.name, changed.external_id) == ("New", "7")


def test_update_company_under_constant_changes_is_contended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    use = api(world).get(UpdateCompany)
    monkeypatch.setattr(world.companies, "save", lose)

    with pytest.raises(Contended):
        use(CALLER, COMPANY, CompanyPatch(name="New"))


def test_update_company_of_another_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(UpdateCompany)(STRANGER, COMPANY, CompanyPatch(name="New"))


def test_update_company_changes_limits_with_a_full_key_only(world: World) -> None:
    use = api(world).get(UpdateCompany)
    limited = a_principal(all_companies=False, companies=(COMPANY,))

    with pytest.raises(Forbidden, match="filesPerDay"):
        use(limited, COMPANY, CompanyPatch(files_per_day=10_000_000))
    with pytest.raises(Forbidden, match="legalHold"):
        use(limited, COMPANY, CompanyPatch(legal_hold=False))

    assert use(CALLER, COMPANY, CompanyPatch(files_per_day=5)).files_per_day == 5

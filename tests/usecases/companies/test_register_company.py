"""Registering a company with the caller's account."""

import pytest

from billhook.domain.errors import Forbidden
from billhook.usecases.companies.register_company import RegisterCompany
from tests.builders import ACCOUNT, a_principal
from tests.fakes import NOW, World
from tests.fakes.container import fake_container
from tests.usecases.callers import CALLER


def test_register_company_stores_it_for_the_account(world: World) -> None:
    company = fake_container(world).get(RegisterCompany)(CALLER, name="Acme", external_id="7", info={"a": 1})

    assert world.companies.get(company.id) == company
    assert (company.account_id, company.name, company.external_id, company.info) == (ACCOUNT, "Acme", "7", {"a": 1})
    assert (company.created, company.deleted) == (NOW, None)


def test_register_company_with_a_limited_key_is_forbidden(world: World) -> None:
    with pytest.raises(Forbidden):
        fake_container(world).get(RegisterCompany)(a_principal(all_companies=False), name="Acme")

    assert world.memory.companies == {}

"""Register a company."""

import pytest

from billhook.domain.errors import (
    Forbidden,
)
from billhook.usecases.companies.register_company import RegisterCompany
from tests.builders import (
    ACCOUNT,
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_register_company_belongs_to_the_account(world: World) -> None:
    company = wired(world).get(RegisterCompany)(a_principal(), name="Acme")

    assert world.companies.get(company.id) == company
    assert company.account_id == ACCOUNT


def test_register_company_with_a_limited_key_is_forbidden(world: World) -> None:
    with pytest.raises(Forbidden):
        wired(world).get(RegisterCompany)(a_principal(all_companies=False), name="Acme")

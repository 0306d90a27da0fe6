"""Contract of ``ports.Budgets``: the monthly spending limit of a company."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from billhook.domain.ids import CompanyId
from tests.builders import an_id
from tests.fakes import NOW

PAGE = Decimal("0.01")


def test_budget_spend_over_the_limit_is_refused(ports: Any) -> None:
    company = CompanyId(an_id())

    spent = [ports.budgets.spend(company, NOW, PAGE, limit=Decimal("0.03")) for _ in range(5)]

    assert spent == [True, True, True, False, False]


def test_budget_spend_under_a_raised_limit_is_accepted(ports: Any) -> None:
    company = CompanyId(an_id())
    ports.budgets.spend(company, NOW, PAGE, limit=PAGE)

    assert ports.budgets.spend(company, NOW, Decimal("0.0015"), limit=Decimal("0.0115"))


def test_budget_of_zero_refuses_every_spend(ports: Any) -> None:
    assert not ports.budgets.spend(CompanyId(an_id()), NOW, PAGE, limit=Decimal(0))


def test_budget_is_separate_for_each_company_and_month(ports: Any) -> None:
    company, last_second = CompanyId(an_id()), datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)

    assert ports.budgets.spend(company, last_second, PAGE, limit=PAGE)
    assert not ports.budgets.spend(company, last_second, PAGE, limit=PAGE)
    assert ports.budgets.spend(company, last_second + timedelta(seconds=1), PAGE, limit=PAGE)
    assert ports.budgets.spend(CompanyId(an_id()), last_second, PAGE, limit=PAGE)

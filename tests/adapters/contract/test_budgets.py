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


def test_budget_counts_files_up_to_the_limit_of_a_day(ports: Any) -> None:
    company = CompanyId(an_id())

    counted = [ports.budgets.count_files(company, NOW, count, limit=10) for count in (6, 5, 4, 1, 11)]

    assert counted == [True, False, True, False, False]
    assert ports.budgets.get(company, NOW).files == 10


def test_budget_counts_files_of_each_company_and_day_apart(ports: Any) -> None:
    company, last_second = CompanyId(an_id()), datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    ports.budgets.count_files(company, last_second, 3, limit=3)

    assert ports.budgets.get(company, last_second + timedelta(seconds=1)).files == 0
    assert ports.budgets.get(CompanyId(an_id()), last_second).files == 0
    assert ports.budgets.count_files(company, last_second + timedelta(seconds=1), 3, limit=3)


def test_budget_returns_what_was_spent_in_the_month(ports: Any) -> None:
    company = CompanyId(an_id())
    ports.budgets.spend(company, NOW, PAGE, limit=Decimal(1))
    ports.budgets.spend(company, NOW, Decimal("0.0015"), limit=Decimal(1))

    assert ports.budgets.get(company, NOW).usd == Decimal("0.0115")

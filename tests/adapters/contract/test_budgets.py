"""Contract of ``ports.Budgets``: what may be spent on a company in a month."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from billhook.domain.ids import CompanyId
from tests.builders import an_id
from tests.fakes import NOW

PAGE = Decimal("0.01")


def test_as_much_is_spent_as_the_limit_allows_and_no_more(ports: Any) -> None:
    company = CompanyId(an_id())

    spent = [ports.budgets.spend(company, NOW, PAGE, limit=Decimal("0.03")) for _ in range(5)]

    assert spent == [True, True, True, False, False]


def test_a_limit_can_be_raised(ports: Any) -> None:
    company = CompanyId(an_id())
    ports.budgets.spend(company, NOW, PAGE, limit=PAGE)

    assert ports.budgets.spend(company, NOW, Decimal("0.0015"), limit=Decimal("0.0115"))


def test_nothing_is_spent_where_nothing_may_be(ports: Any) -> None:
    assert not ports.budgets.spend(CompanyId(an_id()), NOW, PAGE, limit=Decimal(0))


def test_each_company_and_each_month_has_its_own(ports: Any) -> None:
    company, last_second = CompanyId(an_id()), datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)

    assert ports.budgets.spend(company, last_second, PAGE, limit=PAGE)
    assert not ports.budgets.spend(company, last_second, PAGE, limit=PAGE)
    assert ports.budgets.spend(company, last_second + timedelta(seconds=1), PAGE, limit=PAGE)
    assert ports.budgets.spend(CompanyId(an_id()), last_second, PAGE, limit=PAGE)

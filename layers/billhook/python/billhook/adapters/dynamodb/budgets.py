"""Implements ``ports.Budgets``: one row per company and month, one per company and day, which expire after a year."""

from datetime import datetime, timedelta
from decimal import Decimal

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Change, Table
from billhook.domain.errors import StaleLease
from billhook.domain.ids import CompanyId
from billhook.names import TTL_ATTRIBUTE
from billhook.ports.limits import Spending

_RETENTION = timedelta(days=400)
_UNITS_PER_USD = 10_000
"""Amounts are stored as whole numbers; the cheapest page costs 15 units."""


class DynamoBudgets:
    """See ``ports.Budgets``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        units, most_spent = int(amount * _UNITS_PER_USD), int((limit - amount) * _UNITS_PER_USD)
        if most_spent < 0:
            return False
        return self._add("spent", keys.spending(company_id, at), at, units, most_before=most_spent)

    def count_files(self, company_id: CompanyId, at: datetime, count: int, *, limit: int) -> bool:
        if count > limit:
            return False
        return self._add("files", keys.files_of_day(company_id, at), at, count, most_before=limit - count)

    def get(self, company_id: CompanyId, at: datetime) -> Spending:
        month = self._table.get(keys.spending(company_id, at)) or {}
        day = self._table.get(keys.files_of_day(company_id, at)) or {}
        return Spending(Decimal(month.get("spent", 0)) / _UNITS_PER_USD, int(day.get("files", 0)))

    def _add(self, attribute: str, key: keys.Key, at: datetime, amount: int, *, most_before: int) -> bool:
        """Add to a row's attribute where that has at most ``most_before``; False where it has more."""
        addition = Change(
            key,
            f"SET #{TTL_ATTRIBUTE} = :expires ADD #{attribute} :amount",
            when=f"{ABSENT} OR #{attribute} <= :most_before",
            values={"expires": int((at + _RETENTION).timestamp()), "amount": amount, "most_before": most_before},
        )
        try:
            self._table.write(addition)
        except StaleLease:
            return False
        return True

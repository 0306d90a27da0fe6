"""Implements ``ports.Budgets``: one row per company and month, which expires after a year."""

from datetime import datetime, timedelta
from decimal import Decimal

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Change, Table
from billhook.domain.errors import StaleLease
from billhook.domain.ids import CompanyId
from billhook.names import TTL_ATTRIBUTE

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
        spending = Change(
            keys.spending(company_id, at),
            f"SET #{TTL_ATTRIBUTE} = :expires ADD #spent :units",
            when=f"{ABSENT} OR #spent <= :most_spent",
            values={"expires": int((at + _RETENTION).timestamp()), "units": units, "most_spent": most_spent},
        )
        try:
            self._table.write(spending)
        except StaleLease:
            return False
        return True

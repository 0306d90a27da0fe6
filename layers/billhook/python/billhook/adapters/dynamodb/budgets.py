"""Implements ``ports.Budgets`` on the table: one row per company and month, which goes a year later."""

from datetime import datetime, timedelta
from decimal import Decimal

from billhook.adapters.dynamodb import keys
from billhook.adapters.dynamodb.table import ABSENT, Change, Table
from billhook.domain.errors import StaleLease
from billhook.domain.ids import CompanyId
from billhook.names import TTL_ATTRIBUTE

_KEPT = timedelta(days=400)
_PARTS = 10_000
"""Of a dollar, as whole numbers: a page costs 15 of them and more."""


class DynamoBudgets:
    def __init__(self, table: Table) -> None:
        self._table = table

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        parts, room = int(amount * _PARTS), int((limit - amount) * _PARTS)
        if room < 0:
            return False
        spending = Change(
            keys.spending(company_id, at),
            f"SET #{TTL_ATTRIBUTE} = :ends ADD #spent :parts",
            when=f"{ABSENT} OR #spent <= :room",
            values={"ends": int((at + _KEPT).timestamp()), "parts": parts, "room": room},
        )
        try:
            self._table.write(spending)
        except StaleLease:
            return False
        return True

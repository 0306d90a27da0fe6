"""Response bodies of companies, sites, accounts and keys in the main API (``/v2.2``)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from billhook.domain.company import Account, ApiKey, Company, Site
from billhook.wire.values import json_fields, json_value

T = TypeVar("T")

COMPANY_FIELDS = (
    "id",
    "name",
    "external_id",
    "info",
    "expense_cap_usd",
    "files_per_day",
    "retention_days",
    "legal_hold",
    "created",
    "updated",
)
SITE_FIELDS = ("id", "name", "external_id", "address", "active_bill", "active_document_id", "created", "updated")
KEY_FIELDS = ("id", "account_id", "email", "default_company", "rate_per_minute", "created", "revoked")


def company_json(company: Company) -> dict[str, Any]:
    return json_fields(company, COMPANY_FIELDS)


def quota_json(company: Company, at: datetime, *, files: int, usd: Decimal) -> dict[str, Any]:
    """``day`` and ``month`` are those of ``at`` in UTC; both counts begin again with the next."""
    return {
        "company": company.id,
        "day": f"{at:%Y-%m-%d}",
        "files": files,
        "filesPerDay": company.files_per_day,
        "month": f"{at:%Y-%m}",
        "expenseUsd": json_value(usd),
        "expenseCapUsd": json_value(company.expense_cap_usd),
    }


def site_json(site: Site) -> dict[str, Any]:
    return {**json_fields(site, SITE_FIELDS), "company": site.company_id}


def listed(items: Sequence[T], cursor: str | None, shown: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """One page of a list; ``nextCursor`` is null at the end."""
    return {"results": [shown(item) for item in items], "nextCursor": cursor}


def account_json(account: Account) -> dict[str, Any]:
    return json_fields(account, ("id", "name", "email", "created"))


def key_json(key: ApiKey) -> dict[str, Any]:
    """An API key's fields, without the key itself, which is not stored."""
    return {**json_fields(key, KEY_FIELDS), "companies": list(key.companies) or "all"}

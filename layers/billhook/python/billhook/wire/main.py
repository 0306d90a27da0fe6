"""What the main door (``/v2.2``) answers, beside documents and jobs."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from billhook.domain.company import Account, ApiKey, Company, Site
from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.destination import Destination
from billhook.wire.values import json_fields

T = TypeVar("T")

COMPANY_FIELDS = ("id", "name", "external_id", "info", "created", "updated")
SITE_FIELDS = ("id", "name", "external_id", "address", "active_bill", "active_document_id", "created", "updated")
DESTINATION_FIELDS = (
    "id", "type", "url", "event_types", "format", "enabled", "disabled_reason", "created", "updated",
)  # fmt: skip
DELIVERY_FIELDS = (
    "id", "destination_id", "event_id", "event_type", "subject_id", "version", "status", "next_attempt_at",
    "last_status_code", "last_error", "created", "updated",
)  # fmt: skip
ATTEMPT_FIELDS = ("number", "at", "duration_ms", "status_code", "error", "response")
KEY_FIELDS = ("id", "account_id", "email", "default_company", "rate_per_minute", "created", "revoked")


def company_json(company: Company) -> dict[str, Any]:
    return json_fields(company, COMPANY_FIELDS)


def site_json(site: Site) -> dict[str, Any]:
    return {**json_fields(site, SITE_FIELDS), "company": site.company_id}


def destination_json(destination: Destination, *, secret: str | None = None) -> dict[str, Any]:
    """A destination; ``secret`` only where it is shown for the first and last time."""
    shown = {"secret": secret} if secret else {}
    return {**json_fields(destination, DESTINATION_FIELDS), "company": destination.company_id, **shown}


def delivery_json(delivery: Delivery, attempts: Sequence[Attempt] | None = None) -> dict[str, Any]:
    """A delivery, with its attempts (oldest first) where they were asked for."""
    shown = {} if attempts is None else {"attempts": [json_fields(attempt, ATTEMPT_FIELDS) for attempt in attempts]}
    return {
        **json_fields(delivery, DELIVERY_FIELDS),
        "company": delivery.company_id,
        "attemptCount": delivery.attempts,
        **shown,
    }


def listed(items: Sequence[T], cursor: str | None, shown: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """One part of a list; ``nextCursor`` is null at the end."""
    return {"results": [shown(item) for item in items], "nextCursor": cursor}


def account_json(account: Account) -> dict[str, Any]:
    return json_fields(account, ("id", "name", "email", "created"))


def key_json(key: ApiKey) -> dict[str, Any]:
    """A key's row as its owner sees it: everything but the key, which nobody has."""
    return {**json_fields(key, KEY_FIELDS), "companies": list(key.companies) or "all"}

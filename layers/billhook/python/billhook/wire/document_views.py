"""Response bodies of versions, usage and consumption in the main API."""

from collections.abc import Iterable
from typing import Any

from billhook.domain.bill import Usage
from billhook.domain.company import Site
from billhook.domain.consumption import Month
from billhook.domain.document import Document
from billhook.domain.money import plain, printed
from billhook.domain.submission import SourceType
from billhook.wire.document import usage_json
from billhook.wire.values import json_fields, json_value

VERSION_FIELDS = (
    "version", "updated", "result.parsed", "verdict.status_reason", "verdict.is_flagged", "result.is_utility_bill",
    "review.changed_by", "duplicates.duplicate_of", "duplicates.near_duplicate_of", "duplicates.revised_document_id",
)  # fmt: skip


def version_json(version: Document) -> dict[str, Any]:
    """One version of a document, without content; ``?version=`` returns that."""
    return {
        **json_fields(version, VERSION_FIELDS),
        "status": version.status.shown.value,
        "origin": _origin(version),
    }


def usage_entry_json(document: Document, position: int, usage: Usage) -> dict[str, Any]:
    """One usage entry in a list of several documents: with the ids of document and site."""
    return {**usage_json(document, position, usage), "document": document.id, "site": document.site_id}


def consumption_json(
    site: Site, document: Document | None, currency: str | None, months: Iterable[Month]
) -> dict[str, Any]:
    return {
        "site": site.id,
        "document": document.id if document else None,
        "activeBill": json_value(site.active_bill),
        "chargesUnits": currency,
        "months": [
            {
                "month": month.first.isoformat()[:7],
                "kwh": plain(month.kwh),
                "cost": None if month.cost is None else printed(month.cost),
                "days": month.days,
                "isEstimated": month.is_estimated,
                "isCostEstimated": month.is_cost_estimated,
            }
            for month in months
        ],
    }


def _origin(version: Document) -> str:
    """Return the origin of a version: READ, CORRECTED or ENTERED."""
    if version.review.changed_by is None:
        return "READ"
    return "ENTERED" if version.submission.source_type is SourceType.MANUAL and version.version == 1 else "CORRECTED"

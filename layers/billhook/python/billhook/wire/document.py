"""The public document and job: the fields of the source schema under their names and types, and Billhook's own."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, Evidence, LineItem, PastUsage, TimeOfUse, Usage
from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome
from billhook.domain.job import Job, JobEntry
from billhook.domain.money import printed
from billhook.domain.witness import Witness
from billhook.wire.values import json_fields, json_value

MONEY_FIELDS = (
    "total_charges",
    "previous_close_balance",
    "after_previous_total_payment",
    "after_previous_charges",
    "after_previous_credits",
    "current_open_balance",
    "current_charges",
    "credits",
    "tax_charges",
    "interest_charges",
    "electricity_supply_charges",
    "electricity_delivery_charges",
    "electricity_demand_charges",
    "gas_supply_charges",
    "gas_delivery_charges",
)
BALANCES = frozenset({
    "previous_close_balance", "after_previous_total_payment", "after_previous_charges", "after_previous_credits",
    "current_open_balance", "credits", "interest_charges",
})  # fmt: skip
"""Absent balances are 0, by the source schema; other absent amounts are null."""

HEAD_FIELDS = (
    "identity.id", "identity.site_id", "identity.job_id", "file.file_name", "submission.email", "submission.notes",
    "submission.info", "submission.source_type", "identity.created", "updated", "version", "verdict.is_flagged",
    "result.is_utility_bill", "duplicates.duplicate_of", "duplicates.near_duplicate_of",
    "duplicates.revised_document_id", "identity.split_from",
)  # fmt: skip
"""The public fields of a document besides those of its bill, each by its place in the document."""

_TEXT_FIELDS = ("bill_date", "due_date", "charges_units", "invoice_id", "utility_name", "account_number")
_USAGE_FIELDS = tuple(name for name in Usage.model_fields if name not in ("identifiers", "time_of_use_breakdown"))
_LINE_FIELDS = tuple(name for name in LineItem.model_fields if name != "total_charge")


def bill_json(bill: Bill) -> dict[str, Any]:
    """A bill with its evidence: the output of ``billhook read``, and the content part of a document."""
    return {
        **_header_json(bill),
        "lineItems": [_line_json(line) for line in bill.line_items],
        "usageHistory": [json_fields(past, PastUsage.model_fields) for past in bill.usage_history],
        "pages": list(bill.pages),
        "witnesses": [_witness_json(witness) for witness in bill.witnesses],
        "checks": [json_fields(check, ("name", "holds", "detail")) for check in bill.checks],
        "evidence": {pointer: _evidence_json(evidence) for pointer, evidence in bill.evidence.items()},
    }


def document_json(document: Document, content: Content | None, *, url: str | None) -> dict[str, Any]:
    """The whole document, as returned by ``GET /v2.2/document/{documentId}``.

    ``content`` is that of ``document.version``, or None before processing; ``url`` is a new file link, or None
    without a file.
    """
    bill = content.bill if content and content.bill else Bill()
    lines = [
        {"id": f"{document.id}:line:{position}", **_line_json(line)} for position, line in enumerate(bill.line_items)
    ]
    parts = {"usageData": _usage_of(document, bill), "lineItems": lines}
    return {**bill_json(bill), **_head_json(document, url=url), **parts}


def listed_json(document: Document, *, url: str | None) -> dict[str, Any]:
    """The document in lists: without line items, checks and evidence; ``truncated`` when usage was left out."""
    bill = document.result.digest or Bill()
    more = {"truncated": True} if document.result.truncated else {}
    return {**_header_json(bill), **_head_json(document, url=url), "usageData": _usage_of(document, bill), **more}


def _header_json(bill: Bill) -> dict[str, Any]:
    return {
        **json_fields(bill, _TEXT_FIELDS),
        **{json_name: _money(bill, name) for name, json_name in _MONEY_NAMES.items()},
        "usageData": [_usage_json(usage) for usage in bill.usage_data],
    }


def _head_json(document: Document, *, url: str | None) -> dict[str, Any]:
    return {
        **json_fields(document, (*HEAD_FIELDS, "action_required")),
        "company": document.company_id,
        "status": document.status.shown.value,
        "statusReason": json_value(document.verdict.status_reason),
        "pages": list(document.result.pages),
        "reading": _reading_json(document),
        "url": url,
    }


def _reading_json(document: Document) -> dict[str, Any] | None:
    if not document.result.page_routes:
        return None
    routes = [route.route for route in document.result.page_routes]
    return {
        "route": routes[0] if len(set(routes)) == 1 else "mixed",
        "pages": [{"page": page.page, "route": page.route} for page in document.result.page_routes],
        "estimatedCost": format(document.result.estimated_cost, "f"),
    }


def _usage_of(document: Document, bill: Bill) -> list[dict[str, Any]]:
    return [usage_json(document, position, usage) for position, usage in enumerate(bill.usage_data)]


def usage_json(document: Document, position: int, usage: Usage) -> dict[str, Any]:
    """A usage entry with id and update time, by the source schema."""
    return {"id": f"{document.id}:{position}", "updated": json_value(document.updated), **_usage_json(usage)}


def _usage_json(usage: Usage) -> dict[str, Any]:
    return {
        **json_fields(usage, _USAGE_FIELDS),
        "identifiers": [json_fields(item, ("type", "value")) for item in usage.identifiers],
        "timeOfUseBreakdown": [json_fields(slice_, TimeOfUse.model_fields) for slice_ in usage.time_of_use_breakdown],
    }


def _line_json(line: LineItem) -> dict[str, Any]:
    total = line.total_charge
    return {**json_fields(line, _LINE_FIELDS), "totalCharge": None if total is None else printed(total)}


def _money(bill: Bill, name: str) -> str | None:
    amount: Decimal | None = getattr(bill, name)
    if amount is None:
        return "0.00" if name in BALANCES else None
    return printed(amount)


def _witness_json(witness: Witness) -> dict[str, Any]:
    box = witness.box
    return {
        "source": witness.source.value,
        "format": witness.format,
        "page": witness.page,
        "box": None if box is None else [round(edge, 4) for edge in (box.x0, box.y0, box.x1, box.y1)],
        "values": dict(witness.values),
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    box = evidence.box
    return {
        "page": evidence.page,
        "box": None if box is None else [round(edge, 5) for edge in (box.x0, box.y0, box.x1, box.y1)],
        "text": evidence.text,
        "confidence": round(evidence.confidence, 4),
        "source": evidence.source,
    }


_MONEY_NAMES = {name: next(iter(json_fields(Bill(), (name,)))) for name in MONEY_FIELDS}


def job_json(job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """The job as returned by ``GET /v2.2/job/{jobId}``; ``entries`` are all of its documents, oldest first.

    Archives are left out; their unpacked files are documents.
    """
    entries = [entry for entry in entries if not entry.is_archive]
    duplicates = _ids(entries, Outcome.DUPLICATE)
    return {
        **json_fields(job, ("id", "site_id", "status", "created", "updated", "termination_reason")),
        "company": job.company_id,
        "documentIds": [entry.document_id for entry in entries],
        "parsedDocumentIds": _ids(entries, Outcome.PARSED),
        "duplicateDocumentIds": duplicates,
        "duplicates": len(duplicates),
        "nonUtilityDocumentIds": _ids(entries, Outcome.NON_UTILITY),
        "failedDocumentIds": _ids(entries, Outcome.FAILED),
        "info": json_value(job.info),
    }


def _ids(entries: Sequence[JobEntry], outcome: Outcome) -> list[str]:
    return [entry.document_id for entry in entries if entry.outcome is outcome]

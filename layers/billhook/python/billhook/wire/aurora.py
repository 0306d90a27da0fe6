"""Request and response bodies of the Aurora API.

Its tenant is a company, its project a site, its utility bill a document, its webhook a callback.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from billhook.domain import callback
from billhook.domain.company import Site
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status
from billhook.domain.job import Job, JobEntry, announced
from billhook.wire.bodies import Body
from billhook.wire.requests import Flag, Name, Url
from billhook.wire.schemas import ID, STRING, Schema, list_of, nullable, object_of
from billhook.wire.values import json_value

PENDING = "pending"
_FAILED = frozenset({Outcome.FAILED, Outcome.NON_UTILITY})
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_RESERVED_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect"}
)
"""Headers that frame or route a request; setting them would allow request smuggling."""


def _header_name(name: str) -> str:
    if not _TOKEN.fullmatch(name) or name.lower() in _RESERVED_HEADERS:
        raise PydanticCustomError("header_name", "Not a valid header name, or a reserved header.")
    return name


HeaderName = Annotated[str, AfterValidator(_header_name)]
HeaderValue = Annotated[
    str, StringConstraints(min_length=1, max_length=1_000, pattern=r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$")
]


class AuroraBody(Body):
    """A body with snake_case names."""

    model_config = ConfigDict(alias_generator=None)


class WebhookParts(AuroraBody):
    """The changeable fields of a webhook. Absent and null fields are not changed."""

    event: Literal["utility_bill_upload_job_completed"] | None = None
    url_template: Url | None = None
    description: Name | None = None
    enabled: Flag | None = None
    header_auth_key: HeaderName | None = None
    header_auth_value: HeaderValue | None = None


class WholeWebhook(AuroraBody):
    event: Literal["utility_bill_upload_job_completed"]
    url_template: Url
    description: Name | None = None
    enabled: Flag | None = None
    header_auth_key: HeaderName | None = None
    header_auth_value: HeaderValue | None = None


class NewWebhook(AuroraBody):
    webhook: WholeWebhook


class WebhookChange(AuroraBody):
    webhook: Annotated[WebhookParts, Field(description="The fields to change.")]


def upload_json(document: Document) -> dict[str, Any]:
    return {"job_id": document.job_id, "utility_bill_id": document.id}


def status_json(job: Job, entries: Sequence[JobEntry]) -> dict[str, Any]:
    """The status of an upload. A job of several bills, submitted through another API, has the id of its first one.

    It is complete when every bill is, and failed when all bills failed; ``error`` is then the first reason.
    """
    failed = [entry for entry in entries if entry.outcome in _FAILED]
    is_open = announced(entries) < job.expected or any(entry.outcome is None for entry in entries)
    has_failed = not is_open and len(failed) == len(entries)
    return {
        "job_id": job.id,
        "utility_bill_id": entries[0].document_id if entries else None,
        "status": PENDING if is_open else callback.FAILED if has_failed else callback.SUCCEEDED,
        "error": json_value(failed[0].reason) if has_failed and failed else None,
    }


def bill_json(document: Document, site: Site, *, file_url: str | None) -> dict[str, Any]:
    return {
        "id": document.id,
        "utility_bill_id": document.id,
        "job_id": document.job_id,
        "file_name": document.file.file_name,
        "content_type": document.file.content_type,
        "status": _status_of(document),
        "created_at": json_value(document.created),
        "parsed_at": json_value(document.result.parsed),
        "is_active": site.active_document_id == document.id,
        "file_url": file_url,
    }


def webhook_json(destination: Destination) -> dict[str, Any]:
    """A webhook without the value of its header."""
    shown = {
        "id": destination.id,
        "event": callback.EVENT,
        "url_template": destination.url,
        "description": destination.description,
        "enabled": destination.enabled,
        "header_auth_key": destination.header.name if destination.header else None,
        "created_at": json_value(destination.created),
        "updated_at": json_value(destination.updated),
    }
    return {"webhook": shown}


def _status_of(document: Document) -> str:
    if not document.status.is_final:
        return PENDING
    return callback.FAILED if document.status is Status.REJECTED else callback.SUCCEEDED


_STATUS: Schema = {"type": "string", "enum": [PENDING, callback.SUCCEEDED, callback.FAILED]}
_TIME: Schema = {"type": "string", "format": "date-time"}
_BILL = {
    "id": ID,
    "utility_bill_id": ID,
    "job_id": nullable(ID),
    "file_name": STRING,
    "content_type": nullable(STRING),
    "status": _STATUS,
    "created_at": _TIME,
    "parsed_at": nullable(_TIME),
    "is_active": {"type": "boolean"},
    "file_url": nullable({"type": "string", "format": "uri"}),
}
_WEBHOOK = {
    "id": ID,
    "event": STRING,
    "url_template": STRING,
    "description": nullable(STRING),
    "enabled": {"type": "boolean"},
    "header_auth_key": nullable(STRING),
    "created_at": _TIME,
    "updated_at": _TIME,
}
SCHEMAS: Mapping[str, Schema] = {
    "UtilityBillUpload": object_of({"job_id": ID, "utility_bill_id": ID}),
    "UtilityBillUploadStatus": object_of(
        {"job_id": ID, "utility_bill_id": nullable(ID), "status": _STATUS, "error": nullable(STRING)}
    ),
    "UtilityBill": object_of(_BILL),
    "UtilityBills": object_of({"utility_bills": list_of(object_of(_BILL))}),
    "Webhook": object_of({"webhook": object_of(_WEBHOOK)}),
    "Webhooks": object_of({"webhooks": list_of(object_of(_WEBHOOK))}),
}
"""Response schemas by their names in ``wire.operations``."""

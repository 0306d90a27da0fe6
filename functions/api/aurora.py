"""The Aurora door: one bill a call, its status, a project's bills, and webhooks that are called with GET."""

from typing import Any

from billhook.domain.company import Site
from billhook.domain.document import Document
from billhook.domain.errors import Invalid, Problem, TooLarge
from billhook.domain.file_name import safe_name
from billhook.domain.ids import CompanyId, DestinationId, DocumentId, JobId, SiteId
from billhook.runtime.http import Routes
from billhook.runtime.request import MAX_BODY_BYTES, Request
from billhook.wire.aurora import (
    NewWebhook,
    WebhookChange,
    WebhookParts,
    WholeWebhook,
    bill_json,
    status_json,
    upload_json,
    webhook_json,
)

from .uses import uses

routes = Routes()


@routes("runUtilityBillUpload")
def run_upload(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    name = safe_name(request.file_name)
    return upload_json(uses().hand_in_bill(request.principal, tenant_id, project_id, name, _file(request)))


@routes("getUtilityBillUploadStatus")
def get_status(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    job_id = request.query("job_id")
    if not job_id:
        raise Invalid("The request does not fit.", (Problem("job_id", "Say whose status you want."),))
    return status_json(*uses().get_upload(request.principal, tenant_id, project_id, JobId(job_id)))


@routes("listUtilityBills")
def list_bills(request: Request, tenant_id: CompanyId, project_id: SiteId) -> dict[str, Any]:
    site, documents = uses().list_bills_of_site(request.principal, tenant_id, project_id)
    return {"utility_bills": [_bill(document, site, request) for document in documents]}


@routes("getUtilityBill")
def get_bill(request: Request, tenant_id: CompanyId, project_id: SiteId, utility_bill_id: DocumentId) -> dict[str, Any]:
    site, document = uses().get_bill_of_site(request.principal, tenant_id, project_id, utility_bill_id)
    return _bill(document, site, request)


@routes("listWebhooks")
def list_webhooks(request: Request, tenant_id: CompanyId) -> dict[str, Any]:
    found = uses().list_callbacks(request.principal, tenant_id)
    return {"webhooks": [webhook_json(one)["webhook"] for one in found]}


@routes("createWebhook")
def create_webhook(request: Request, tenant_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewWebhook).webhook
    made = uses().add_callback(
        request.principal,
        tenant_id,
        url_template=new.url_template,
        header=_header(new),
        description=new.description,
        enabled=new.enabled is not False,
    )
    return webhook_json(made)


@routes("getWebhook")
def get_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> dict[str, Any]:
    return webhook_json(uses().scope.callback(request.principal, tenant_id, webhook_id))


@routes("updateWebhook")
def update_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> dict[str, Any]:
    asked = request.json(WebhookChange).webhook
    change = {
        name: value
        for name in ("url_template", "description", "enabled")
        if (value := getattr(asked, name)) is not None
    }
    header = _header(asked)
    return _changed(request, tenant_id, webhook_id, {**change, **({"header": header} if header else {})})


@routes("replaceWebhook")
def replace_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> dict[str, Any]:
    new = request.json(NewWebhook).webhook
    whole = {"url_template": new.url_template, "description": new.description, "enabled": new.enabled is not False}
    return _changed(request, tenant_id, webhook_id, {**whole, "header": _header(new)})


@routes("deleteWebhook")
def delete_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> None:
    callback = uses().scope.callback(request.principal, tenant_id, webhook_id)
    uses().remove_destination(request.principal, callback.id)


def _changed(
    request: Request, tenant_id: CompanyId, webhook_id: DestinationId, change: dict[str, Any]
) -> dict[str, Any]:
    return webhook_json(uses().change_callback(request.principal, tenant_id, webhook_id, change))


def _file(request: Request) -> bytes:
    """The body. At this door, what is too much is a precheck that failed: 422."""
    try:
        content = request.raw()
    except TooLarge:
        raise Invalid(f"A file has at most {MAX_BODY_BYTES:,} bytes here.", code="file-too-large") from None
    if not content:
        raise Invalid("The body must be the file itself, and it is empty.", code="empty-file")
    return content


def _header(webhook: WholeWebhook | WebhookParts) -> tuple[str, str] | None:
    """The header to show there. Raises Invalid when half of it is missing."""
    name, value = webhook.header_auth_key, webhook.header_auth_value
    if name and value:
        return name, value
    if name or value:
        missing = "header_auth_value" if name else "header_auth_key"
        raise Invalid("The request does not fit.", (Problem(f"/webhook/{missing}", "Name and value go together."),))
    return None


def _bill(document: Document, site: Site, request: Request) -> dict[str, Any]:
    return bill_json(document, site, file_url=uses().mint_file_link(document, request.api_url))

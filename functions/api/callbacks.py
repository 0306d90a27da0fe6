"""Webhooks of the Aurora front door, which are callback destinations."""

from typing import Any

from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.patch import given
from billhook.runtime.http import Routes
from billhook.runtime.request import Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.destinations.add_callback import AddCallback
from billhook.usecases.destinations.queries import ListCallbacks
from billhook.usecases.destinations.remove_destination import RemoveDestination
from billhook.usecases.destinations.update_callback import CallbackPatch, UpdateCallback
from billhook.wire.aurora import NewWebhook, WebhookChange, WebhookParts, WholeWebhook, webhook_json

from .container import use_case

routes = Routes()


@routes("listWebhooks")
def list_webhooks(request: Request, tenant_id: CompanyId) -> dict[str, Any]:
    callbacks = use_case(ListCallbacks)(request.principal, tenant_id)
    return {"webhooks": [webhook_json(callback)["webhook"] for callback in callbacks]}


@routes("createWebhook")
def create_webhook(request: Request, tenant_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewWebhook).webhook
    made = use_case(AddCallback)(
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
    return webhook_json(use_case(AccessPolicy).callback(request.principal, tenant_id, webhook_id))


@routes("updateWebhook")
def update_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> dict[str, Any]:
    asked = request.json(WebhookChange).webhook
    patch = CallbackPatch(
        url_template=given(asked.url_template),
        header=given(_header(asked)),
        description=given(asked.description),
        enabled=given(asked.enabled),
    )
    return _changed(request, tenant_id, webhook_id, patch)


@routes("replaceWebhook")
def put_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> dict[str, Any]:
    """The original API changes by PUT, which may have a part of the fields."""
    return update_webhook(request, tenant_id, webhook_id)


@routes("deleteWebhook")
def delete_webhook(request: Request, tenant_id: CompanyId, webhook_id: DestinationId) -> None:
    callback = use_case(AccessPolicy).callback(request.principal, tenant_id, webhook_id)
    use_case(RemoveDestination)(request.principal, callback.id)


def _changed(request: Request, tenant_id: CompanyId, webhook_id: DestinationId, patch: CallbackPatch) -> dict[str, Any]:
    return webhook_json(use_case(UpdateCallback)(request.principal, tenant_id, webhook_id, patch))


def _header(webhook: WholeWebhook | WebhookParts) -> tuple[str, str] | None:
    """Name and value of the authentication header. Raises Invalid when one of the two is missing."""
    name, value = webhook.header_auth_key, webhook.header_auth_value
    if name and value:
        return name, value
    if name or value:
        missing = "header_auth_value" if name else "header_auth_key"
        raise Invalid(
            "Request validation failed.",
            (Problem(f"/webhook/{missing}", "Header name and value must be given together."),),
        )
    return None

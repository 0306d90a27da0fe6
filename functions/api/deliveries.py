"""Events of a company, and their deliveries to each destination."""

from typing import Any

from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.delivery.queries import GetDelivery, ListDeliveries, ListEvents
from billhook.usecases.delivery.resend_delivery import ResendDelivery
from billhook.wire.destinations import delivery_json, event_json
from billhook.wire.filters import delivery_statuses_of

from .container import use_case

routes = Routes()


@routes("listDeliveries")
def list_deliveries(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    statuses = delivery_statuses_of(request.every)
    return page(
        request,
        lambda part: use_case(ListDeliveries)(request.principal, destination_id, part, statuses),
        delivery_json,
    )


@routes("getDelivery")
def get_delivery(request: Request, delivery_id: DeliveryId) -> dict[str, Any]:
    return delivery_json(*use_case(GetDelivery)(request.principal, delivery_id))


@routes("resendDelivery")
def resend_delivery(request: Request, delivery_id: DeliveryId) -> dict[str, Any]:
    return delivery_json(use_case(ResendDelivery)(request.principal, delivery_id))


@routes("listEvents")
def list_events(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListEvents)(request.principal, company_id, part), event_json)

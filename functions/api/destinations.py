"""Where a company's events go, and what was sent there."""

from typing import Any

from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.runtime.http import Routes
from billhook.runtime.request import Request
from billhook.wire.main import delivery_json, destination_json, listed
from billhook.wire.requests import NewDestination

from .uses import uses

routes = Routes()


@routes("listDestinations")
def list_destinations(request: Request, company_id: CompanyId) -> dict[str, Any]:
    found = uses().list_destinations(request.principal, company_id, request.part)
    return listed(found.items, found.cursor, destination_json)


@routes("createDestination")
def create_destination(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDestination)
    destination, secret = uses().add_destination(
        request.principal, company_id, url=new.url, event_types=new.event_types or ()
    )
    return destination_json(destination, secret=secret)


@routes("getDestination")
def get_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    return destination_json(uses().scope.destination(request.principal, destination_id))


@routes("deleteDestination")
def delete_destination(request: Request, destination_id: DestinationId) -> None:
    uses().remove_destination(request.principal, destination_id)


@routes("listDeliveries")
def list_deliveries(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    found = uses().list_deliveries(request.principal, destination_id, request.part)
    return listed(found.items, found.cursor, delivery_json)


@routes("getDelivery")
def get_delivery(request: Request, delivery_id: DeliveryId) -> dict[str, Any]:
    return delivery_json(*uses().get_delivery(request.principal, delivery_id))

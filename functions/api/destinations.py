"""Where a company's events go."""

from typing import Any

from billhook.domain.ids import CompanyId, DestinationId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.wire.destinations import (
    DestinationChange,
    NewDestination,
    RecoveryRequest,
    Rotation,
    TestEventRequest,
    Verification,
    delivery_json,
    destination_json,
    destination_with_health_json,
    recovery_json,
    trust_json,
)

from .uses import uses

routes = Routes()


@routes("listDestinations")
def list_destinations(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: uses().list_destinations(request.principal, company_id, part), destination_json)


@routes("createDestination")
def create_destination(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDestination)
    if new.bus_arn is not None:
        bus = uses().add_eventbridge_destination(
            request.principal, company_id, bus_arn=new.bus_arn, wishes=new.options()
        )
        return destination_json(bus)
    url = new.url or ""
    destination, secret = uses().add_destination(request.principal, company_id, url=url, wishes=new.options())
    return destination_json(destination, secret=secret)


@routes("verifyDestination")
def verify_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    token = request.json(Verification).token
    return destination_json(uses().verify_destination(request.principal, destination_id, token))


@routes("challengeDestination")
def challenge_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    return delivery_json(uses().challenge_bus(request.principal, destination_id))


@routes("getTrust")
def get_trust(request: Request, company_id: CompanyId) -> dict[str, Any]:
    company = uses().scope(request.principal, company_id)
    return trust_json(company.id, uses().settings.dispatcher_role)


@routes("getDestination")
def get_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    destination = uses().scope.destination(request.principal, destination_id)
    return destination_with_health_json(destination, uses().track_circuit.get(destination.id))


@routes("updateDestination")
def update_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    change = request.json(DestinationChange).change()
    return destination_json(uses().update_destination(request.principal, destination_id, change))


@routes("deleteDestination")
def delete_destination(request: Request, destination_id: DestinationId) -> None:
    uses().remove_destination(request.principal, destination_id)


@routes("rotateSecret")
def rotate_secret(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    overlap = request.json_if_any(Rotation).overlap
    destination, secret = uses().rotate_secret(request.principal, destination_id, overlap=overlap)
    return destination_json(destination, secret=secret)


@routes("testDestination")
def send_test_event(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    kind = request.json_if_any(TestEventRequest).kind
    return delivery_json(uses().send_test_event(request.principal, destination_id, kind))


@routes("recoverDestination")
def recover_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    since = request.json(RecoveryRequest).since
    return recovery_json(uses().recover_destination(request.principal, destination_id, since=since))


@routes("getRecovery")
def get_recovery(request: Request, destination_id: DestinationId, recovery_id: str) -> dict[str, Any]:
    return recovery_json(uses().get_recovery(request.principal, destination_id, recovery_id))

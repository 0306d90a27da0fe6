"""Destinations of a company's events: webhooks and EventBridge buses."""

from typing import Any

from billhook.domain.ids import CompanyId, DestinationId
from billhook.runtime.http import Routes
from billhook.runtime.pages import page
from billhook.runtime.request import Request
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.delivery.queries import GetRecovery
from billhook.usecases.delivery.recover_destination import RecoverDestination
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit
from billhook.usecases.destinations.add_destination import AddDestination
from billhook.usecases.destinations.add_eventbridge_destination import AddEventbridgeDestination
from billhook.usecases.destinations.challenge_bus import ChallengeBus
from billhook.usecases.destinations.queries import ListDestinations
from billhook.usecases.destinations.remove_destination import RemoveDestination
from billhook.usecases.destinations.rotate_secret import RotateSecret
from billhook.usecases.destinations.send_test_event import SendTestEvent
from billhook.usecases.destinations.update_destination import UpdateDestination
from billhook.usecases.destinations.verify_destination import VerifyDestination
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

from .container import container, use_case

routes = Routes()


@routes("listDestinations")
def list_destinations(request: Request, company_id: CompanyId) -> dict[str, Any]:
    return page(request, lambda part: use_case(ListDestinations)(request.principal, company_id, part), destination_json)


@routes("createDestination")
def create_destination(request: Request, company_id: CompanyId) -> dict[str, Any]:
    new = request.json(NewDestination)
    if new.bus_arn is not None:
        bus = use_case(AddEventbridgeDestination)(
            request.principal, company_id, bus_arn=new.bus_arn, options=new.options()
        )
        return destination_json(bus)
    url = new.url or ""
    destination, secret = use_case(AddDestination)(request.principal, company_id, url=url, options=new.options())
    return destination_json(destination, secret=secret)


@routes("verifyDestination")
def verify_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    token = request.json(Verification).token
    return destination_json(use_case(VerifyDestination)(request.principal, destination_id, token))


@routes("challengeDestination")
def challenge_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    return delivery_json(use_case(ChallengeBus)(request.principal, destination_id))


@routes("getTrust")
def get_trust(request: Request, company_id: CompanyId) -> dict[str, Any]:
    company = use_case(AccessPolicy)(request.principal, company_id)
    return trust_json(company.id, container().settings.dispatcher_role)


@routes("getDestination")
def get_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    destination = use_case(AccessPolicy).destination(request.principal, destination_id)
    return destination_with_health_json(destination, use_case(TrackCircuit).get(destination.id))


@routes("updateDestination")
def update_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    change = request.json(DestinationChange).change()
    return destination_json(use_case(UpdateDestination)(request.principal, destination_id, change))


@routes("deleteDestination")
def delete_destination(request: Request, destination_id: DestinationId) -> None:
    use_case(RemoveDestination)(request.principal, destination_id)


@routes("rotateSecret")
def rotate_secret(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    overlap = request.json_if_any(Rotation).overlap
    destination, secret = use_case(RotateSecret)(request.principal, destination_id, overlap=overlap)
    return destination_json(destination, secret=secret)


@routes("testDestination")
def send_test_event(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    kind = request.json_if_any(TestEventRequest).kind
    return delivery_json(use_case(SendTestEvent)(request.principal, destination_id, kind))


@routes("recoverDestination")
def recover_destination(request: Request, destination_id: DestinationId) -> dict[str, Any]:
    since = request.json(RecoveryRequest).since
    return recovery_json(use_case(RecoverDestination)(request.principal, destination_id, since=since))


@routes("getRecovery")
def get_recovery(request: Request, destination_id: DestinationId, recovery_id: str) -> dict[str, Any]:
    return recovery_json(use_case(GetRecovery)(request.principal, destination_id, recovery_id))

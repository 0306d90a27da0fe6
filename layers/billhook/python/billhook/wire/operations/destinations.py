"""Main door: where events go, and what became of each."""

from http import HTTPStatus

from billhook.wire.destinations import (
    DestinationChange,
    NewDestination,
    RecoveryRequest,
    Rotation,
    TestEventRequest,
    Verification,
)
from billhook.wire.operations.operation import Operation

_DESTINATION = "/v2.2/destination/{destinationId}"
DESTINATIONS = (
    Operation(
        "listDestinations", "GET", "/v2.2/destination/company/{companyId}", "Where a company's events go",
        "DestinationList",
    ),
    Operation(
        "createDestination", "POST", "/v2.2/destination/company/{companyId}",
        "Send a company's events to a webhook, whose secret the answer holds this once, or to an EventBridge bus",
        "DestinationWithSecret", HTTPStatus.CREATED, NewDestination, location="/v2.2/destination/{id}",
    ),
    Operation(
        "getDestination", "GET", _DESTINATION, "One destination, and how it is doing", "DestinationWithHealth"
    ),
    Operation(
        "updateDestination", "PATCH", _DESTINATION, "Change, stop or start a destination", "Destination",
        body=DestinationChange,
    ),
    Operation(
        "deleteDestination", "DELETE", _DESTINATION, "Send nothing there any more", status=HTTPStatus.NO_CONTENT
    ),
    Operation(
        "rotateSecret", "POST", f"{_DESTINATION}/rotate-secret",
        "Give a webhook a new secret; the old one signs beside it for a while",
        "DestinationWithSecret", body=Rotation, has_optional_body=True, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "verifyDestination", "POST", f"{_DESTINATION}/verify",
        "Give back the token that a bus was challenged with: from now on it is told events",
        "Destination", body=Verification, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "challengeDestination", "POST", f"{_DESTINATION}/challenge",
        "Challenge a bus anew; tokens of before are void", "DeliverySummary", HTTPStatus.ACCEPTED,
        fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "getTrust", "GET", "/v2.2/trust/company/{companyId}",
        "What the policy of an EventBridge bus has to admit to get a company's events", "Trust",
    ),
    Operation(
        "testDestination", "POST", f"{_DESTINATION}/test", "Send a destination a sample of an event",
        "DeliverySummary", HTTPStatus.ACCEPTED, TestEventRequest, has_optional_body=True, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "recoverDestination", "POST", f"{_DESTINATION}/recover",
        "Deliver what did not arrive since a time, at most 14 days ago",
        "Recovery", HTTPStatus.ACCEPTED, RecoveryRequest, fails=(HTTPStatus.CONFLICT,),
        location=f"{_DESTINATION}/recovery/{{id}}",
    ),
    Operation(
        "getRecovery", "GET", f"{_DESTINATION}/recovery/{{recoveryId}}", "How far a recovery is", "Recovery"
    ),
    Operation(
        "listDeliveries", "GET", "/v2.2/delivery/destination/{destinationId}", "What was sent to a destination",
        "DeliverySummaryList", query=("deliveryStatus",),
    ),
    Operation("getDelivery", "GET", "/v2.2/delivery/{deliveryId}", "One delivery and its attempts", "Delivery"),
    Operation(
        "resendDelivery", "POST", "/v2.2/delivery/{deliveryId}/resend", "Make one more attempt now", "DeliverySummary",
        HTTPStatus.ACCEPTED, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "listEvents", "GET", "/v2.2/event/company/{companyId}", "What a company was told of, for 30 days", "EventList"
    ),
)  # fmt: skip

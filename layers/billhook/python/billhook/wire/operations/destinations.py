"""Operations of the main API on destinations, deliveries and events."""

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
        "listDestinations", "GET", "/v2.2/destination/company/{companyId}", "List a company's destinations",
        "DestinationList",
    ),
    Operation(
        "createDestination", "POST", "/v2.2/destination/company/{companyId}",
        "Create a destination: a webhook, whose secret only this response has, or an EventBridge bus",
        "DestinationWithSecret", HTTPStatus.CREATED, NewDestination, location="/v2.2/destination/{id}",
    ),
    Operation(
        "getDestination", "GET", _DESTINATION, "Get a destination with its health", "DestinationWithHealth"
    ),
    Operation(
        "updateDestination", "PATCH", _DESTINATION, "Update, disable or enable a destination", "Destination",
        body=DestinationChange,
    ),
    Operation(
        "deleteDestination", "DELETE", _DESTINATION, "Delete a destination", status=HTTPStatus.NO_CONTENT
    ),
    Operation(
        "rotateSecret", "POST", f"{_DESTINATION}/rotate-secret",
        "Rotate a webhook's secret; deliveries are signed with both during the overlap",
        "DestinationWithSecret", body=Rotation, has_optional_body=True, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "verifyDestination", "POST", f"{_DESTINATION}/verify",
        "Verify an EventBridge bus with the token of its challenge, which starts its deliveries",
        "Destination", body=Verification, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "challengeDestination", "POST", f"{_DESTINATION}/challenge",
        "Send a new challenge to a bus; earlier tokens become invalid", "DeliverySummary", HTTPStatus.ACCEPTED,
        fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "getTrust", "GET", "/v2.2/trust/company/{companyId}",
        "Get the role and source that an EventBridge bus's policy must allow for a company's events", "Trust",
    ),
    Operation(
        "testDestination", "POST", f"{_DESTINATION}/test", "Send a test event to a destination",
        "DeliverySummary", HTTPStatus.ACCEPTED, TestEventRequest, has_optional_body=True, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "recoverDestination", "POST", f"{_DESTINATION}/recover",
        "Deliver undelivered events since a time, at most 14 days ago",
        "Recovery", HTTPStatus.ACCEPTED, RecoveryRequest, fails=(HTTPStatus.CONFLICT,),
        location=f"{_DESTINATION}/recovery/{{id}}",
    ),
    Operation(
        "getRecovery", "GET", f"{_DESTINATION}/recovery/{{recoveryId}}", "Get the progress of a recovery", "Recovery"
    ),
    Operation(
        "listDeliveries", "GET", "/v2.2/delivery/destination/{destinationId}", "List a destination's deliveries",
        "DeliverySummaryList", query=("deliveryStatus",),
    ),
    Operation("getDelivery", "GET", "/v2.2/delivery/{deliveryId}", "Get a delivery with its attempts", "Delivery"),
    Operation(
        "resendDelivery", "POST", "/v2.2/delivery/{deliveryId}/resend", "Resend a delivery now", "DeliverySummary",
        HTTPStatus.ACCEPTED, fails=(HTTPStatus.CONFLICT,),
    ),
    Operation(
        "listEvents", "GET", "/v2.2/event/company/{companyId}", "List a company's events of the last 30 days",
        "EventList",
    ),
)  # fmt: skip

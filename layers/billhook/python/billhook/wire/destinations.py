"""Request and response bodies of destinations, deliveries and events in the main API."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from billhook import names
from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.destination import Destination, DestinationOptions, DestinationPatch, PayloadFormat
from billhook.domain.events import PUBLIC_TYPES, Event, EventType
from billhook.domain.ids import CompanyId
from billhook.domain.patch import given
from billhook.domain.recovery import Recovery
from billhook.wire.bodies import Body
from billhook.wire.requests import EventTypeName, Flag, Instant, Url
from billhook.wire.values import json_fields

DESTINATION_FIELDS = (
    "id", "type", "url", "bus_arn", "event_types", "filter", "format", "rate_per_second", "enabled", "disabled_reason",
    "verified", "created", "updated",
)  # fmt: skip
HEALTH_FIELDS = (
    "state", "failing_since", "last_success_at", "last_failure_at", "last_status_code", "last_error", "held_until",
)  # fmt: skip
DELIVERY_FIELDS = (
    "id", "destination_id", "event_id", "event_type", "subject_id", "version", "status", "next_attempt_at",
    "last_status_code", "last_error", "test", "created", "updated",
)  # fmt: skip
ATTEMPT_FIELDS = ("number", "trigger", "at", "duration_ms", "status_code", "error", "response")
EVENT_FIELDS = ("id", "type", "subject_id", "version", "job_id", "occurred", "published", "reason")
RECOVERY_FIELDS = ("id", "destination_id", "since", "step", "recovered", "created", "updated")

MAX_RATE_PER_SECOND = 500
MAX_FILTERS, MAX_VALUES = 10, 50
MAX_OVERLAP_HOURS = 168
_ADDRESS = {"webhook": "url", "eventbridge": "bus_arn"}
_FIELD_NAME = r"^[A-Za-z][A-Za-z0-9]*(\.[^.]{1,64}){0,7}$"


Values = Annotated[list[StrictBool | StrictInt | StrictStr | None], Field(min_length=1, max_length=MAX_VALUES)]
FieldName = Annotated[str, StringConstraints(pattern=_FIELD_NAME)]


class DestinationFields(Body):
    """Which events a destination gets, in which format and at which rate. Null and absent mean no limit."""

    event_types: Annotated[list[EventTypeName], Field(max_length=len(PUBLIC_TYPES))] | None = None
    filter: Annotated[dict[FieldName, Values], Field(max_length=MAX_FILTERS)] | None = None
    format: Literal["document", "thin", "cloudevents", "invofox"] | None = None
    rate_per_second: Annotated[StrictInt, Field(ge=1, le=MAX_RATE_PER_SECOND)] | None = None

    def options(self) -> DestinationOptions:
        """Return the given fields as those of a Destination, null as the field's default."""
        return DestinationOptions(**self._options())

    def _options(self) -> dict[str, Any]:
        values = {
            "event_types": tuple(dict.fromkeys(self.event_types or ())),
            "filter": {name: tuple(values) for name, values in (self.filter or {}).items()},
            "format": PayloadFormat(self.format or PayloadFormat.DOCUMENT),
            "rate_per_second": self.rate_per_second,
        }
        return {name: value for name, value in values.items() if name in self.model_fields_set}


class NewDestination(DestinationFields):
    """The address and options of a destination: a webhook has a ``url``, an EventBridge bus a ``busArn``."""

    type: Literal["webhook", "eventbridge"] = "webhook"
    url: Annotated[Url | None, Field(validate_default=True)] = None
    bus_arn: Annotated[Url | None, Field(validate_default=True)] = None

    @field_validator("url", "bus_arn")
    @classmethod
    def _check_address(cls, address: str | None, info: ValidationInfo) -> str | None:
        """Require the address of the destination's type, and refuse the other."""
        kind = info.data.get("type")
        if kind and (address is not None) != (info.field_name == _ADDRESS[kind]):
            fault = "Required for" if address is None else "Not allowed for"
            raise PydanticCustomError("address", f"{fault} a destination of type {kind}.")
        return address


class DestinationChange(DestinationFields):
    """The fields to change; null removes a limit. The address of an EventBridge bus cannot be changed."""

    url: Url | None = None
    enabled: Flag | None = None

    def change(self) -> DestinationPatch:
        """Return the fields of a Destination to change."""
        return DestinationPatch(**self._options(), url=given(self.url), enabled=given(self.enabled))


class Rotation(Body):
    """The hours for which deliveries are signed with the old secret as well."""

    overlap_hours: Annotated[StrictInt, Field(ge=0, le=MAX_OVERLAP_HOURS)] = 24

    @property
    def overlap(self) -> timedelta:
        return timedelta(hours=self.overlap_hours)


class TestEventRequest(Body):
    """The type of the test event."""

    event_type: EventTypeName = EventType.DOCUMENT_CREATED.value

    @property
    def kind(self) -> EventType:
        return EventType(self.event_type)


class Verification(Body):
    """The token of the newest challenge."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class RecoveryRequest(Body):
    """The time since which undelivered events are sent again."""

    since: Instant


def destination_json(destination: Destination, *, secret: str | None = None) -> dict[str, Any]:
    """A destination; with ``secret`` in the one response that shows it (a bus has none)."""
    shown = {"secret": secret} if secret else {}
    filters = {name: list(values) for name, values in destination.filter.items()}
    return {
        **json_fields(destination, DESTINATION_FIELDS),
        "status": destination.status.value,
        "filter": filters,
        "company": destination.company_id,
        **shown,
    }


def destination_with_health_json(destination: Destination, breaker: CircuitBreaker) -> dict[str, Any]:
    """A destination with the state of its circuit breaker."""
    return {**destination_json(destination), "health": json_fields(breaker, HEALTH_FIELDS)}


def trust_json(company_id: CompanyId, dispatcher_role: str) -> dict[str, Any]:
    """The role and event source that the resource policy of a company's bus must allow."""
    return {
        "company": company_id,
        "dispatcherRoleArn": dispatcher_role,
        "source": f"{names.EVENT_SOURCE_PREFIX}{company_id}",
    }


def delivery_json(delivery: Delivery, attempts: Sequence[Attempt] | None = None) -> dict[str, Any]:
    """A delivery; with ``attempts``, also these, oldest first."""
    shown = {} if attempts is None else {"attempts": [json_fields(attempt, ATTEMPT_FIELDS) for attempt in attempts]}
    return {
        **json_fields(delivery, DELIVERY_FIELDS),
        "company": delivery.company_id,
        "attemptCount": delivery.attempts,
        **shown,
    }


def event_json(event: Event) -> dict[str, Any]:
    return {**json_fields(event, EVENT_FIELDS), "company": event.company_id}


def recovery_json(recovery: Recovery) -> dict[str, Any]:
    return {**json_fields(recovery, RECOVERY_FIELDS), "company": recovery.company_id}

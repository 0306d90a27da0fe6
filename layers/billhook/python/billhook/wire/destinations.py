"""What the main door is sent and answers about destinations, deliveries and events."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
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
from billhook.domain.destination import Destination, PayloadFormat
from billhook.domain.events import PUBLIC_TYPES, Event, EventType
from billhook.domain.ids import CompanyId
from billhook.domain.recovery import Recovery
from billhook.wire.requests import Body, EventTypeName, Url
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

MOST_PER_SECOND = 500
MOST_FILTERS, MOST_ACCEPTED = 10, 50
MOST_HOURS = 168
_ADDRESS = {"webhook": "url", "eventbridge": "bus_arn"}
_FIELD_NAME = r"^[A-Za-z][A-Za-z0-9]*(\.[^.]{1,64}){0,7}$"


Values = Annotated[list[StrictBool | StrictInt | StrictStr | None], Field(min_length=1, max_length=MOST_ACCEPTED)]
FieldName = Annotated[str, StringConstraints(pattern=_FIELD_NAME)]


class DestinationFields(Body):
    """What of a company's events a destination gets, how it is put, and how fast. Null and absent mean no limits."""

    event_types: Annotated[list[EventTypeName], Field(max_length=len(PUBLIC_TYPES))] | None = None
    filter: Annotated[dict[FieldName, Values], Field(max_length=MOST_FILTERS)] | None = None
    format: Literal["document", "thin", "cloudevents"] | None = None
    rate_per_second: Annotated[StrictInt, Field(ge=1, le=MOST_PER_SECOND)] | None = None

    def wishes(self) -> dict[str, Any]:
        """The fields of a Destination that were named, with what null means for each."""
        meant = {
            "event_types": tuple(dict.fromkeys(self.event_types or ())),
            "filter": {name: tuple(values) for name, values in (self.filter or {}).items()},
            "format": PayloadFormat(self.format or PayloadFormat.DOCUMENT),
            "rate_per_second": self.rate_per_second,
        }
        return {name: value for name, value in meant.items() if name in self.model_fields_set}


class NewDestination(DestinationFields):
    """Where to send events: a webhook has a ``url``, a bus a ``busArn``."""

    type: Literal["webhook", "eventbridge"] = "webhook"
    url: Annotated[Url | None, Field(validate_default=True)] = None
    bus_arn: Annotated[Url | None, Field(validate_default=True)] = None

    @field_validator("url", "bus_arn")
    @classmethod
    def _belongs(cls, place: str | None, info: ValidationInfo) -> str | None:
        """The address that the type needs, and no other."""
        kind = info.data.get("type")
        if kind and (place is not None) != (info.field_name == _ADDRESS[kind]):
            needed = "is needed by" if place is None else "does not belong to"
            raise PydanticCustomError("address", f"This {needed} a destination of type {kind}.")
        return place


class DestinationChange(DestinationFields):
    """Only what is named changes; null takes a limit away. A bus stays the bus that was verified."""

    url: Url | None = None
    enabled: bool | None = None

    def change(self) -> dict[str, Any]:
        own = {"url": self.url, "enabled": self.enabled}
        return {**self.wishes(), **{name: value for name, value in own.items() if value is not None}}


class Rotation(Body):
    """For how many hours the old secret signs beside the new one."""

    overlap_hours: Annotated[int, Field(ge=0, le=MOST_HOURS)] = 24

    @property
    def overlap(self) -> timedelta:
        return timedelta(hours=self.overlap_hours)


class TestEventRequest(Body):
    """Which event to send a sample of."""

    event_type: EventTypeName = EventType.DOCUMENT_CREATED.value

    @property
    def kind(self) -> EventType:
        return EventType(self.event_type)


class Verification(Body):
    """The token of the newest challenge."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class RecoveryRequest(Body):
    """Since when everything is wanted that did not arrive."""

    since: AwareDatetime


def destination_json(destination: Destination, *, secret: str | None = None) -> dict[str, Any]:
    """A destination; ``secret`` only where it is shown for the first and last time: a bus has none."""
    shown = {"secret": secret} if secret else {}
    wanted = {name: list(values) for name, values in destination.filter.items()}
    return {
        **json_fields(destination, DESTINATION_FIELDS),
        "status": destination.status.value,
        "filter": wanted,
        "company": destination.company_id,
        **shown,
    }


def destination_with_health_json(destination: Destination, health: CircuitBreaker) -> dict[str, Any]:
    return {**destination_json(destination), "health": json_fields(health, HEALTH_FIELDS)}


def trust_json(company_id: CompanyId, dispatcher_role: str) -> dict[str, Any]:
    """What the policy of a company's bus has to admit: this role, with events of this source."""
    return {
        "company": company_id,
        "dispatcherRoleArn": dispatcher_role,
        "source": f"{names.EVENT_SOURCE_PREFIX}{company_id}",
    }


def delivery_json(delivery: Delivery, attempts: Sequence[Attempt] | None = None) -> dict[str, Any]:
    """A delivery, with its attempts (oldest first) where they were asked for."""
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

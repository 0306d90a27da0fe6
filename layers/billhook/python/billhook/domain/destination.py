"""Destinations: where the events of a company are sent, and which of the types it listens to each one wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.patch import UNSET, Patch, Unset
from billhook.domain.value import Value

Scalar = str | bool | int | None
EventFilter = dict[str, tuple[Scalar, ...]]
"""Accepted values by field; ``info.region`` is a field of an object. All fields must match."""


def passes(event_filter: Mapping[str, tuple[Scalar, ...]], body: Mapping[str, Any]) -> bool:
    """Whether ``body`` has an accepted value in each field; an absent field is null."""
    return all(_holds(_found(body, path), accepted) for path, accepted in event_filter.items())


def _holds(value: Any, accepted: tuple[Scalar, ...]) -> bool:
    """A list matches if any item does. True is not 1."""
    actual = value if isinstance(value, list) else [value]
    return any(type(item) is type(expected) and item == expected for item in actual for expected in accepted)


def _found(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


MAX_SECRETS = 10
"""Maximum number of signatures in one header; older secrets are dropped."""

FIRST_VERSION = 1
"""The version of a document that is final for the first time."""


class DestinationType(StrEnum):
    """Types of destinations.

    ``CALLBACK`` is a webhook of the Aurora API: a GET of a URL template, unsigned, with an optional header.
    """

    WEBHOOK = "webhook"
    EVENTBRIDGE = "eventbridge"
    CALLBACK = "callback"

    @property
    def must_be_verified(self) -> bool:
        """Whether its owner must return a token first: an ARN does not prove who owns the bus."""
        return self is DestinationType.EVENTBRIDGE


class DestinationStatus(StrEnum):
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class PayloadFormat(StrEnum):
    DOCUMENT = "document"
    THIN = "thin"
    CLOUDEVENTS = "cloudevents"
    INVOFOX = "invofox"


class EncryptedSecret(Value):
    """A signing secret encrypted under the deployment's key (base64); an old one signs until ``expires``."""

    sealed: str
    created: datetime
    expires: datetime | None = None

    def expiring_by(self, end: datetime) -> "EncryptedSecret":
        return self.model_copy(update={"expires": min(self.expires or end, end)})


class EncryptedHeader(Value):
    """A header of each callback; its value is encrypted with the destination's id as context."""

    name: str
    sealed: str


class Destination(Value):
    """A webhook URL, an EventBridge bus or a callback.

    ``event_types`` empty means all. The ``url`` of a callback is a template (``domain.callback``); its ``event_types``
    are ignored. ``challenge`` counts the challenges sent to a bus; the token of the newest one sets ``verified``.
    """

    id: DestinationId
    company_id: CompanyId
    type: DestinationType = DestinationType.WEBHOOK
    url: str | None = None
    bus_arn: str | None = None
    event_types: tuple[str, ...] = ()
    filter: EventFilter = Field(default_factory=dict)
    rate_per_second: int | None = None
    format: PayloadFormat = PayloadFormat.DOCUMENT
    secrets: tuple[EncryptedSecret, ...] = ()
    header: EncryptedHeader | None = None
    description: str | None = None
    challenge: int = 0
    verified: datetime | None = None
    enabled: bool = True
    disabled_reason: str | None = None
    times_disabled: int = 0
    created: datetime
    updated: datetime
    deleted: datetime | None = None

    @property
    def is_verified(self) -> bool:
        return self.verified is not None or not self.type.must_be_verified

    @property
    def status(self) -> DestinationStatus:
        if not self.enabled:
            return DestinationStatus.DISABLED
        return DestinationStatus.ACTIVE if self.is_verified else DestinationStatus.PENDING_VERIFICATION

    def may_receive(self, kind: EventType) -> bool:
        """Whether an event of ``kind`` may be sent: before verification, only the challenge."""
        return self.enabled and self.deleted is None and (self.is_verified or kind.is_direct)

    def listens_to(self, kind: EventType, version: int) -> bool:
        """Whether it subscribes to an event of ``kind`` for that version of its subject.

        A callback gets one event per document, the first final version, including duplicates and rejected ones.
        """
        if not self.may_receive(kind):
            return False
        if self.type is DestinationType.CALLBACK:
            return kind.is_of_a_document and version == FIRST_VERSION
        return kind.is_public and (not self.event_types or kind.value in self.event_types)

    def changed(self, patch: "DestinationPatch", now: datetime) -> "Destination":
        """With the fields of ``patch``; enabling removes the reason of its disabling."""
        reason = {"disabled_reason": None} if patch.enabled is True else {}
        return self.model_copy(update={**patch.changes, **reason, "updated": now})

    def challenged(self, now: datetime) -> "Destination":
        """With one more challenge, unverified until its token is returned."""
        return self.model_copy(update={"challenge": self.challenge + 1, "updated": now})

    def verified_at(self, now: datetime) -> "Destination":
        return self.model_copy(update={"verified": now, "updated": now})

    def disabled(self, reason: str, now: datetime) -> "Destination":
        times = self.times_disabled + 1
        off = {"enabled": False, "disabled_reason": reason, "times_disabled": times, "updated": now}
        return self.model_copy(update=off)

    def rotated(self, secret: EncryptedSecret, *, now: datetime, overlap_end: datetime) -> "Destination":
        """Also signing with ``secret``; earlier secrets expire at ``overlap_end`` at the latest."""
        live = sorted(self.live_secrets(now), key=lambda earlier: earlier.created, reverse=True)
        ending = [earlier.expiring_by(overlap_end) for earlier in live[: MAX_SECRETS - 1]]
        valid = (earlier for earlier in ending if earlier.expires and earlier.expires > now)
        return self.model_copy(update={"secrets": (secret, *valid), "updated": now})

    def hidden(self, now: datetime) -> "Destination":
        """Deleted, without secrets, address and texts."""
        deleted = {"deleted": now, "updated": now, "enabled": False, "secrets": (), "header": None}
        deleted |= {"url": None, "bus_arn": None, "description": None, "filter": {}, "disabled_reason": None}
        return self.model_copy(update=deleted)

    def live_secrets(self, now: datetime) -> tuple[EncryptedSecret, ...]:
        return tuple(secret for secret in self.secrets if secret.expires is None or secret.expires > now)


@dataclass(frozen=True, kw_only=True)
class DestinationOptions(Patch):
    """Which events a destination gets, in which format and at which rate."""

    event_types: tuple[str, ...] | Unset = UNSET
    filter: EventFilter | Unset = UNSET
    format: PayloadFormat | Unset = UNSET
    rate_per_second: int | Unset | None = UNSET


@dataclass(frozen=True, kw_only=True)
class DestinationPatch(DestinationOptions):
    url: str | Unset = UNSET
    header: EncryptedHeader | Unset | None = UNSET
    description: str | Unset | None = UNSET
    enabled: bool | Unset = UNSET

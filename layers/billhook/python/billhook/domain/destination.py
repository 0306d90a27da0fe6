"""Destinations: where the events of a company are sent."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from billhook.domain.event_filter import EventFilter
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.value import Value

MAX_SECRETS = 10
"""Signatures that fit into a header that receivers accept; the oldest secrets are dropped."""

FIRST_VERSION = 1
"""The version of a document when it is final for the first time."""


class DestinationType(StrEnum):
    """``CALLBACK`` is a webhook of the Aurora door: a GET of a URL template, unsigned, with a header of its own."""

    WEBHOOK = "webhook"
    EVENTBRIDGE = "eventbridge"
    CALLBACK = "callback"

    @property
    def must_be_verified(self) -> bool:
        """Whether its owner has to give a token back first: who names a bus need not be whose bus it is."""
        return self is DestinationType.EVENTBRIDGE


class DestinationStatus(StrEnum):
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class PayloadFormat(StrEnum):
    DOCUMENT = "document"
    THIN = "thin"
    CLOUDEVENTS = "cloudevents"


class EncryptedSecret(Value):
    """A signing secret encrypted under our key (base64); an old one signs until ``expires``."""

    sealed: str
    created: datetime
    expires: datetime | None = None

    def expiring_by(self, end: datetime) -> "EncryptedSecret":
        return self.model_copy(update={"expires": min(self.expires or end, end)})


class EncryptedHeader(Value):
    """A header that goes with each callback; its value is sealed with the destination's id as the context."""

    name: str
    sealed: str


class Destination(Value):
    """A webhook URL, an EventBridge bus or a callback; ``event_types`` empty means all.

    The ``url`` of a callback is a template (``domain.callback``); its ``event_types`` are not looked at.
    ``challenge`` counts the challenges that were sent to a bus; the answer to the newest one sets ``verified``.
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
        """Whether a delivery of such an event may be attempted: before verification, only the challenge."""
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

    def changed(self, changes: Mapping[str, Any], now: datetime) -> "Destination":
        """With ``changes`` to its fields; enabling clears the reason why it was disabled."""
        reason = {"disabled_reason": None} if changes.get("enabled") else {}
        return self.model_copy(update={**changes, **reason, "updated": now})

    def challenged(self, now: datetime) -> "Destination":
        """Waiting for the token of a further challenge."""
        return self.model_copy(update={"challenge": self.challenge + 1, "updated": now})

    def verified_at(self, now: datetime) -> "Destination":
        return self.model_copy(update={"verified": now, "updated": now})

    def disabled(self, reason: str, now: datetime) -> "Destination":
        times = self.times_disabled + 1
        off = {"enabled": False, "disabled_reason": reason, "times_disabled": times, "updated": now}
        return self.model_copy(update=off)

    def rotated(self, secret: EncryptedSecret, *, now: datetime, overlap_end: datetime) -> "Destination":
        """Signing with ``secret`` too; the earlier secrets expire at ``overlap_end`` at the latest."""
        live = sorted(self.live_secrets(now), key=lambda earlier: earlier.created, reverse=True)
        ending = [earlier.expiring_by(overlap_end) for earlier in live[: MAX_SECRETS - 1]]
        valid = (earlier for earlier in ending if earlier.expires and earlier.expires > now)
        return self.model_copy(update={"secrets": (secret, *valid), "updated": now})

    def hidden(self, now: datetime) -> "Destination":
        """Deleted, without its secrets."""
        deleted = {"deleted": now, "updated": now, "enabled": False, "secrets": (), "header": None}
        return self.model_copy(update=deleted)

    def live_secrets(self, now: datetime) -> tuple[EncryptedSecret, ...]:
        return tuple(secret for secret in self.secrets if secret.expires is None or secret.expires > now)

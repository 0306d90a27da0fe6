"""Where a company wants its events."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from billhook.domain.event_filter import EventFilter
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.value import Value

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

    def may_be_told(self, kind: EventType) -> bool:
        """Whether a delivery of such an event may be attempted now: before it is verified, only the challenge."""
        return self.enabled and self.deleted is None and (self.is_verified or kind.is_direct)

    def listens_to(self, kind: EventType, version: int) -> bool:
        """Whether it wants an event of ``kind`` about that version of its subject.

        A callback is told once of each document, when it first is final, duplicates and rejected ones included.
        """
        if not self.may_be_told(kind):
            return False
        if self.type is DestinationType.CALLBACK:
            return kind.is_of_a_document and version == FIRST_VERSION
        return kind.is_public and (not self.event_types or kind.value in self.event_types)

    def live_secrets(self, now: datetime) -> tuple[EncryptedSecret, ...]:
        return tuple(secret for secret in self.secrets if secret.expires is None or secret.expires > now)

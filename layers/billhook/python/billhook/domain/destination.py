"""Where a company wants its events."""

from datetime import datetime
from enum import StrEnum

from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.values import Value


class DestinationType(StrEnum):
    WEBHOOK = "webhook"
    EVENTBRIDGE = "eventbridge"


class PayloadFormat(StrEnum):
    DOCUMENT = "document"
    THIN = "thin"
    CLOUDEVENTS = "cloudevents"


class SealedSecret(Value):
    """A signing secret encrypted under our key (base64); an old one signs until ``expires``."""

    sealed: str
    created: datetime
    expires: datetime | None = None


class Destination(Value):
    """A webhook URL or an EventBridge bus; ``event_types`` empty means all."""

    id: DestinationId
    company_id: CompanyId
    type: DestinationType = DestinationType.WEBHOOK
    url: str | None = None
    bus_arn: str | None = None
    event_types: tuple[str, ...] = ()
    format: PayloadFormat = PayloadFormat.DOCUMENT
    secrets: tuple[SealedSecret, ...] = ()
    enabled: bool = True
    disabled_reason: str | None = None
    failing_since: datetime | None = None
    created: datetime
    updated: datetime
    deleted: datetime | None = None

    def listens_to(self, kind: EventType) -> bool:
        live = self.enabled and self.deleted is None and kind.is_public
        return live and (not self.event_types or kind.value in self.event_types)

    def live_secrets(self, now: datetime) -> tuple[SealedSecret, ...]:
        return tuple(secret for secret in self.secrets if secret.expires is None or secret.expires > now)

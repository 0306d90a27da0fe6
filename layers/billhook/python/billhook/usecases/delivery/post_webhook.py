"""Take an event to a webhook: signed by every live secret, posted as it was signed."""

from dataclasses import dataclass

from billhook.domain.signing import signing_headers
from billhook.ports.crypto import Encryptor
from billhook.ports.senders import DeliveryResponse, HttpClient, OutboundMessage
from billhook.wire.agent import USER_AGENT
from billhook.wire.formats import formatted


@dataclass(frozen=True)
class PostWebhook:
    """A ``ports.Courier``. Raises ValueError for a secret that was sealed for something else."""

    sealer: Encryptor
    postman: HttpClient

    def __call__(self, parcel: OutboundMessage) -> DeliveryResponse:
        destination = parcel.destination
        content_type, body = formatted(parcel.body, destination.format)
        headers = {
            "content-type": content_type,
            "user-agent": USER_AGENT,
            **signing_headers(
                self._keys(parcel),
                event_id=parcel.delivery.event_id,
                timestamp=int(parcel.at.timestamp()),
                body=body,
            ),
        }
        return self.postman.post(destination.url or "", headers=headers, body=body)

    def _keys(self, parcel: OutboundMessage) -> list[bytes]:
        """The live secrets, the newest first."""
        live = parcel.destination.live_secrets(parcel.at)
        secrets = sorted(live, key=lambda secret: secret.created, reverse=True)
        return [self.sealer.unseal(secret.sealed, context=parcel.destination.id) for secret in secrets]

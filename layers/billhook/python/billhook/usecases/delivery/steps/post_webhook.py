"""Send an event to a webhook, signed with every live secret."""

from dataclasses import dataclass

from billhook.domain.signing import signing_headers
from billhook.ports.crypto import Encryptor
from billhook.ports.senders import DeliveryResponse, HttpClient, OutboundMessage
from billhook.wire.agent import USER_AGENT
from billhook.wire.formats import formatted


@dataclass(frozen=True)
class PostWebhook:
    """A ``ports.Sender``. Raises ValueError for a secret that was encrypted for another context."""

    encryptor: Encryptor
    http_client: HttpClient

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        destination = message.destination
        content_type, body = formatted(message.body, destination.format)
        headers = {
            "content-type": content_type,
            "user-agent": USER_AGENT,
            **signing_headers(
                self._keys(message),
                event_id=message.delivery.event_id,
                timestamp=int(message.at.timestamp()),
                body=body,
            ),
        }
        return self.http_client.post(destination.url or "", headers=headers, body=body)

    def _keys(self, message: OutboundMessage) -> list[bytes]:
        """The live secrets, the newest first."""
        live = message.destination.live_secrets(message.at)
        secrets = sorted(live, key=lambda secret: secret.created, reverse=True)
        return [self.encryptor.decrypt(secret.sealed, context=message.destination.id) for secret in secrets]

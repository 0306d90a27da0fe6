"""Give a webhook a new secret; the old ones sign beside it for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationType, EncryptedSecret
from billhook.domain.errors import Conflict, Contended, StaleLease
from billhook.domain.ids import DestinationId
from billhook.domain.signing import SECRET_BYTES, secret_text
from billhook.ports.clock import Clock, Ids
from billhook.ports.crypto import Encryptor
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy

USUAL_OVERLAP = timedelta(hours=24)
MOST_SECRETS = 10
"""As many signatures fit into a header that receivers accept; the oldest give way."""


@dataclass(frozen=True)
class RotateSecret:
    scope: AccessPolicy
    destinations: Destinations
    encryptor: Encryptor
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, destination_id: DestinationId, *, overlap: timedelta = USUAL_OVERLAP
    ) -> tuple[Destination, str]:
        """The destination and its new secret, shown this once. Raises NotFound, Conflict or Contended."""
        destination = self.scope.destination(principal, destination_id)
        if destination.type is not DestinationType.WEBHOOK:
            raise Conflict("Only webhooks are signed.")
        now, secret = self.clock.now(), self.ids.secret(SECRET_BYTES)
        fresh = EncryptedSecret(sealed=self.encryptor.encrypt(secret, context=destination.id), created=now)
        rotated = destination.model_copy(
            update={"secrets": (fresh, *_ending(destination, now, now + overlap)), "updated": now}
        )
        try:
            self.destinations.save(rotated)
        except StaleLease as error:
            raise Contended("The destination is being changed by others.") from error
        return rotated, secret_text(secret)


def _ending(destination: Destination, now: datetime, end: datetime) -> tuple[EncryptedSecret, ...]:
    """The live secrets, newest first, none of which signs beyond ``end``."""
    live = sorted(destination.live_secrets(now), key=lambda secret: secret.created, reverse=True)
    ending = (one.model_copy(update={"expires": min(one.expires or end, end)}) for one in live[: MOST_SECRETS - 1])
    return tuple(one for one in ending if one.expires and one.expires > now)

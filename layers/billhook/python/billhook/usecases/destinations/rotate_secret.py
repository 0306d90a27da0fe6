"""Rotate the signing secret of a webhook; the old secrets sign too during an overlap."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationType, EncryptedSecret
from billhook.domain.errors import Conflict, Contended, StaleLease
from billhook.domain.ids import DestinationId
from billhook.domain.signing import SECRET_BYTES, secret_text
from billhook.ports.clock import Clock, Ids
from billhook.ports.crypto import Encryptor
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy

DEFAULT_OVERLAP = timedelta(hours=24)
_TRIES = 3


@dataclass(frozen=True)
class RotateSecret:
    scope: AccessPolicy
    destinations: Destinations
    encryptor: Encryptor
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, destination_id: DestinationId, *, overlap: timedelta = DEFAULT_OVERLAP
    ) -> tuple[Destination, str]:
        """The destination and its new secret, shown this once. Raises NotFound, Conflict or Contended."""
        destination = self.scope.destination(principal, destination_id)
        if destination.type is not DestinationType.WEBHOOK:
            raise Conflict("Only webhooks have a signing secret.")
        now, secret = self.clock.now(), self.ids.secret(SECRET_BYTES)
        fresh = EncryptedSecret(sealed=self.encryptor.encrypt(secret, context=destination.id), created=now)
        for _ in range(_TRIES):
            rotated = destination.rotated(fresh, now=now, overlap_end=now + overlap)
            try:
                self.destinations.save(rotated, before=destination)
            except StaleLease:  # rotated at the same time: that secret must sign too
                destination = self.scope.destination(principal, destination_id)
                continue
            return rotated, secret_text(secret)
        raise Contended("The destination is being changed by others.")

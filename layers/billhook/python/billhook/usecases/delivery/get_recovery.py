"""How far the recovery of a destination is."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.errors import NotFound
from billhook.domain.ids import DestinationId, is_id
from billhook.domain.recovery import Recovery
from billhook.ports.deliveries import Recoveries
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetRecovery:
    scope: AccessPolicy
    recoveries: Recoveries

    def __call__(self, principal: Principal, destination_id: DestinationId, recovery_id: str) -> Recovery:
        destination = self.scope.destination(principal, destination_id)
        found = self.recoveries.get(destination.id, recovery_id) if is_id(recovery_id) else None
        if found is None:
            raise NotFound
        return found

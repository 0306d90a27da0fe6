"""Change a callback: its URL template, header, description or state."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationPatch
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.patch import UNSET, Patch, Unset
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.destinations.add_callback import AddCallback

_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class CallbackPatch(Patch):
    """``header`` is the name and the secret value of the authentication header; None removes it."""

    url_template: str | Unset = UNSET
    header: tuple[str, str] | Unset | None = UNSET
    description: str | Unset | None = UNSET
    enabled: bool | Unset = UNSET


@dataclass(frozen=True)
class UpdateCallback:
    scope: AccessPolicy
    destinations: Destinations
    add_callback: AddCallback
    clock: Clock

    def __call__(
        self, principal: Principal, company_id: CompanyId, destination_id: DestinationId, patch: CallbackPatch
    ) -> Destination:
        """Raises NotFound, Invalid or Contended."""
        before = self.scope.callback(principal, company_id, destination_id)
        if patch.url_template is not UNSET:
            self.add_callback.check(patch.url_template)
        header = UNSET if patch.header is UNSET else self.add_callback.sealed(before.id, patch.header)
        change = DestinationPatch(
            url=patch.url_template, header=header, description=patch.description, enabled=patch.enabled
        )
        for _ in range(_TRIES):
            after = before.changed(change, self.clock.now())
            try:
                self.destinations.save(after, before=before)
            except StaleLease:
                before = self.scope.callback(principal, company_id, destination_id)
                continue
            return after
        raise Contended("The callback is being changed by others.")

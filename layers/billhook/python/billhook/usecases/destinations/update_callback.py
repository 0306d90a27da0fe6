"""Change a callback: its URL template, header, description or state."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from billhook.domain.company import Principal
from billhook.domain.destination import Destination
from billhook.domain.ids import CompanyId, DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.destinations.add_callback import AddCallback


@dataclass(frozen=True)
class UpdateCallback:
    scope: AccessPolicy
    destinations: Destinations
    add_callback: AddCallback
    clock: Clock

    def __call__(
        self, principal: Principal, company_id: CompanyId, destination_id: DestinationId, change: Mapping[str, Any]
    ) -> Destination:
        """``change`` has any of ``url_template``, ``header`` (name and value, or None), ``description``, ``enabled``.

        Raises NotFound, Invalid, or Lost when it is deleted meanwhile.
        """
        before = self.scope.callback(principal, company_id, destination_id)
        update = {name: change[name] for name in ("description", "enabled") if name in change}
        if "url_template" in change:
            self.add_callback.check(change["url_template"])
            update["url"] = change["url_template"]
        if "header" in change:
            update["header"] = self.add_callback.sealed(before.id, change["header"])
        after = before.changed(update, self.clock.now())
        self.destinations.save(after)
        return after

"""Query deliveries, events and recoveries."""

from collections.abc import Collection
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Attempt, Delivery, DeliveryStatus
from billhook.domain.errors import NotFound
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, is_id
from billhook.domain.recovery import Recovery
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Recoveries
from billhook.ports.events import Outbox
from billhook.ports.lists import ListPage, PageRequest, filtered_page
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDelivery:
    """Find a delivery and its attempts."""

    scope: AccessPolicy
    deliveries: Deliveries

    def __call__(self, principal: Principal, delivery_id: DeliveryId) -> tuple[Delivery, tuple[Attempt, ...]]:
        delivery = self.scope.delivery(principal, delivery_id)
        return delivery, self.deliveries.attempts(delivery.id)


@dataclass(frozen=True)
class ListDeliveries:
    """List the deliveries to a destination, newest first.

    Deliveries unchanged for longer than RETENTION are left out: the table removes expired rows late.
    """

    scope: AccessPolicy
    deliveries: Deliveries
    clock: Clock

    def __call__(
        self,
        principal: Principal,
        destination_id: DestinationId,
        part: PageRequest,
        statuses: Collection[DeliveryStatus] = (),
    ) -> ListPage[Delivery]:
        """List deliveries in any of ``statuses``; an empty collection means every status."""
        destination = self.scope.destination(principal, destination_id)
        oldest, accepted = self.clock.now() - RETENTION, frozenset(statuses or DeliveryStatus)
        return filtered_page(
            lambda request: self.deliveries.page(destination.id, request),
            part,
            lambda delivery: delivery.updated >= oldest and delivery.status in accepted,
        )


@dataclass(frozen=True)
class ListEvents:
    """List the events of a company, newest first.

    The list ends at the first event older than RETENTION: the table removes expired rows late.
    """

    scope: AccessPolicy
    outbox: Outbox
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Event]:
        listed = self.outbox.page(self.scope(principal, company_id).id, part)
        oldest = self.clock.now() - RETENTION
        recent = tuple(event for event in listed.items if event.occurred >= oldest)
        return ListPage(recent, listed.cursor if len(recent) == len(listed.items) else None)


@dataclass(frozen=True)
class GetRecovery:
    """Find the progress of a recovery of a destination."""

    scope: AccessPolicy
    recoveries: Recoveries

    def __call__(self, principal: Principal, destination_id: DestinationId, recovery_id: str) -> Recovery:
        destination = self.scope.destination(principal, destination_id)
        recovery = self.recoveries.get(destination.id, recovery_id) if is_id(recovery_id) else None
        if recovery is None:
            raise NotFound
        return recovery

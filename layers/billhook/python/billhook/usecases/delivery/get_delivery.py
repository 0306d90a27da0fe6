"""One delivery and every attempt at it."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.ids import DeliveryId
from billhook.ports.deliveries import Deliveries
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDelivery:
    scope: AccessPolicy
    deliveries: Deliveries

    def __call__(self, principal: Principal, delivery_id: DeliveryId) -> tuple[Delivery, tuple[Attempt, ...]]:
        delivery = self.scope.delivery(principal, delivery_id)
        return delivery, self.deliveries.attempts(delivery.id)

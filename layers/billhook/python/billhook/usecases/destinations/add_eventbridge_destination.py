"""Add an EventBridge bus as a destination, and send it a verification challenge."""

from dataclasses import dataclass

from billhook.domain.bus_arn import BusPolicy
from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationOptions, DestinationType
from billhook.domain.errors import Invalid, Problem
from billhook.domain.ids import CompanyId, DestinationId
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.queues import DeliverQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.destinations.challenge_bus import challenge_delivery
from billhook.wire.messages import delivery_message


@dataclass(frozen=True)
class AddEventbridgeDestination:
    """The bus receives nothing but the challenge until it is verified."""

    scope: AccessPolicy
    destinations: Destinations
    deliveries: Deliveries
    deliver_queue: DeliverQueue
    bus_policy: BusPolicy
    clock: Clock
    ids: Ids

    def __call__(
        self, principal: Principal, company_id: CompanyId, *, bus_arn: str, options: DestinationOptions
    ) -> Destination:
        """The destination as it is now: not verified. Raises NotFound, or Invalid for the ARN."""
        company = self.scope(principal, company_id)
        fault = self.bus_policy.fault(bus_arn)
        if fault:
            raise Invalid("Invalid destination address.", (Problem("/busArn", fault),))
        now = self.clock.now()
        destination = Destination(
            id=DestinationId(self.ids.new()),
            company_id=company.id,
            type=DestinationType.EVENTBRIDGE,
            bus_arn=bus_arn,
            challenge=1,
            created=now,
            updated=now,
            **options.changes,
        )
        delivery = challenge_delivery(destination, now)
        self.deliveries.add(delivery)  # first, so that a crash leaves no bus that is never challenged
        self.destinations.add(destination)
        self.deliver_queue.send(delivery_message(delivery.id, 1))
        return destination

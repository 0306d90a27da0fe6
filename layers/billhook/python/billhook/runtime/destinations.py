"""The use cases about destinations, deliveries and events."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.bus_arn import BusPolicy
from billhook.runtime.door import Door

if TYPE_CHECKING:
    from billhook.usecases.delivery.get_delivery import GetDelivery
    from billhook.usecases.delivery.get_recovery import GetRecovery
    from billhook.usecases.delivery.list_deliveries import ListDeliveries
    from billhook.usecases.delivery.list_events import ListEvents
    from billhook.usecases.delivery.recover_destination import RecoverDestination
    from billhook.usecases.delivery.resend_delivery import ResendDelivery
    from billhook.usecases.delivery.steps.track_circuit import TrackCircuit
    from billhook.usecases.destinations.add_destination import AddDestination
    from billhook.usecases.destinations.add_eventbridge_destination import AddEventbridgeDestination
    from billhook.usecases.destinations.challenge_bus import ChallengeBus
    from billhook.usecases.destinations.list_destinations import ListDestinations
    from billhook.usecases.destinations.remove_destination import RemoveDestination
    from billhook.usecases.destinations.rotate_secret import RotateSecret
    from billhook.usecases.destinations.send_test_event import SendTestEvent
    from billhook.usecases.destinations.update_destination import UpdateDestination
    from billhook.usecases.destinations.verify_destination import VerifyDestination


class DestinationUses(Door):
    """Where events go, what was sent there, and what to send again."""

    @cached_property
    def add_destination(self) -> "AddDestination":
        from billhook.usecases.destinations.add_destination import AddDestination

        return AddDestination(self.scope, self.destinations, self.encryptor, self.url_policy, self.clock, self.ids)

    @cached_property
    def bus_policy(self) -> BusPolicy:
        return BusPolicy.beside(self.settings.dispatcher_role, self.settings.reserved_buses)

    @cached_property
    def add_eventbridge_destination(self) -> "AddEventbridgeDestination":
        from billhook.usecases.destinations.add_eventbridge_destination import AddEventbridgeDestination

        return AddEventbridgeDestination(
            scope=self.scope,
            destinations=self.destinations,
            deliveries=self.deliveries,
            deliver_queue=self.deliver_queue,
            bus_policy=self.bus_policy,
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def challenge_bus(self) -> "ChallengeBus":
        from billhook.usecases.destinations.challenge_bus import ChallengeBus

        return ChallengeBus(self.scope, self.destinations, self.deliveries, self.deliver_queue, self.clock)

    @cached_property
    def verify_destination(self) -> "VerifyDestination":
        from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
        from billhook.usecases.destinations.verify_destination import VerifyDestination

        mint = IssueChallenge(self.hmacs)
        return VerifyDestination(self.scope, self.destinations, mint, self.track_circuit, self.clock)

    @cached_property
    def list_destinations(self) -> "ListDestinations":
        from billhook.usecases.destinations.list_destinations import ListDestinations

        return ListDestinations(self.scope, self.destinations)

    @cached_property
    def update_destination(self) -> "UpdateDestination":
        from billhook.usecases.destinations.update_destination import UpdateDestination

        return UpdateDestination(self.scope, self.destinations, self.track_circuit, self.url_policy, self.clock)

    @cached_property
    def remove_destination(self) -> "RemoveDestination":
        from billhook.usecases.destinations.remove_destination import RemoveDestination

        return RemoveDestination(self.scope, self.destinations, self.clock)

    @cached_property
    def rotate_secret(self) -> "RotateSecret":
        from billhook.usecases.destinations.rotate_secret import RotateSecret

        return RotateSecret(self.scope, self.destinations, self.encryptor, self.clock, self.ids)

    @cached_property
    def send_test_event(self) -> "SendTestEvent":
        from billhook.usecases.destinations.send_test_event import SendTestEvent

        return SendTestEvent(self.scope, self.deliveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def recover_destination(self) -> "RecoverDestination":
        from billhook.usecases.delivery.recover_destination import RecoverDestination

        return RecoverDestination(self.scope, self.recoveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def get_recovery(self) -> "GetRecovery":
        from billhook.usecases.delivery.get_recovery import GetRecovery

        return GetRecovery(self.scope, self.recoveries)

    @cached_property
    def track_circuit(self) -> "TrackCircuit":
        from billhook.usecases.delivery.steps.track_circuit import TrackCircuit

        return TrackCircuit(self.circuit_breakers, self.clock)

    @cached_property
    def list_deliveries(self) -> "ListDeliveries":
        from billhook.usecases.delivery.list_deliveries import ListDeliveries

        return ListDeliveries(self.scope, self.deliveries, self.clock)

    @cached_property
    def get_delivery(self) -> "GetDelivery":
        from billhook.usecases.delivery.get_delivery import GetDelivery

        return GetDelivery(self.scope, self.deliveries)

    @cached_property
    def resend_delivery(self) -> "ResendDelivery":
        from billhook.usecases.delivery.resend_delivery import ResendDelivery

        return ResendDelivery(self.scope, self.deliveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def list_events(self) -> "ListEvents":
        from billhook.usecases.delivery.list_events import ListEvents

        return ListEvents(self.scope, self.outbox, self.clock)

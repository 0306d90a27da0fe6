"""The use cases about destinations, deliveries and events."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.bus_arn import BusPolicy
from billhook.runtime.door import Door

if TYPE_CHECKING:
    from billhook.usecases.add_bus import AddBus
    from billhook.usecases.add_destination import AddDestination
    from billhook.usecases.challenge_bus import ChallengeBus
    from billhook.usecases.get_delivery import GetDelivery
    from billhook.usecases.get_recovery import GetRecovery
    from billhook.usecases.list_deliveries import ListDeliveries
    from billhook.usecases.list_destinations import ListDestinations
    from billhook.usecases.list_events import ListEvents
    from billhook.usecases.recover_destination import RecoverDestination
    from billhook.usecases.remove_destination import RemoveDestination
    from billhook.usecases.resend_delivery import ResendDelivery
    from billhook.usecases.rotate_secret import RotateSecret
    from billhook.usecases.try_destination import TryDestination
    from billhook.usecases.update_destination import UpdateDestination
    from billhook.usecases.verify_destination import VerifyDestination
    from billhook.usecases.watch_health import WatchHealth


class DestinationUses(Door):
    """Where events go, what was sent there, and what to send again."""

    @cached_property
    def add_destination(self) -> "AddDestination":
        from billhook.usecases.add_destination import AddDestination

        return AddDestination(self.scope, self.destinations, self.sealer, self.url_policy, self.clock, self.ids)

    @cached_property
    def bus_policy(self) -> BusPolicy:
        return BusPolicy.beside(self.settings.dispatcher_role, self.settings.reserved_buses)

    @cached_property
    def add_bus(self) -> "AddBus":
        from billhook.usecases.add_bus import AddBus

        return AddBus(
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
        from billhook.usecases.challenge_bus import ChallengeBus

        return ChallengeBus(self.scope, self.destinations, self.deliveries, self.deliver_queue, self.clock)

    @cached_property
    def verify_destination(self) -> "VerifyDestination":
        from billhook.usecases.mint_challenge import MintChallenge
        from billhook.usecases.verify_destination import VerifyDestination

        mint = MintChallenge(self.hmacs)
        return VerifyDestination(self.scope, self.destinations, mint, self.watch_health, self.clock)

    @cached_property
    def list_destinations(self) -> "ListDestinations":
        from billhook.usecases.list_destinations import ListDestinations

        return ListDestinations(self.scope, self.destinations)

    @cached_property
    def update_destination(self) -> "UpdateDestination":
        from billhook.usecases.update_destination import UpdateDestination

        return UpdateDestination(self.scope, self.destinations, self.watch_health, self.url_policy, self.clock)

    @cached_property
    def remove_destination(self) -> "RemoveDestination":
        from billhook.usecases.remove_destination import RemoveDestination

        return RemoveDestination(self.scope, self.destinations, self.clock)

    @cached_property
    def rotate_secret(self) -> "RotateSecret":
        from billhook.usecases.rotate_secret import RotateSecret

        return RotateSecret(self.scope, self.destinations, self.sealer, self.clock, self.ids)

    @cached_property
    def try_destination(self) -> "TryDestination":
        from billhook.usecases.try_destination import TryDestination

        return TryDestination(self.scope, self.deliveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def recover_destination(self) -> "RecoverDestination":
        from billhook.usecases.recover_destination import RecoverDestination

        return RecoverDestination(self.scope, self.recoveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def get_recovery(self) -> "GetRecovery":
        from billhook.usecases.get_recovery import GetRecovery

        return GetRecovery(self.scope, self.recoveries)

    @cached_property
    def watch_health(self) -> "WatchHealth":
        from billhook.usecases.watch_health import WatchHealth

        return WatchHealth(self.healths, self.clock)

    @cached_property
    def list_deliveries(self) -> "ListDeliveries":
        from billhook.usecases.list_deliveries import ListDeliveries

        return ListDeliveries(self.scope, self.deliveries, self.clock)

    @cached_property
    def get_delivery(self) -> "GetDelivery":
        from billhook.usecases.get_delivery import GetDelivery

        return GetDelivery(self.scope, self.deliveries)

    @cached_property
    def resend_delivery(self) -> "ResendDelivery":
        from billhook.usecases.resend_delivery import ResendDelivery

        return ResendDelivery(self.scope, self.deliveries, self.deliver_queue, self.clock, self.ids)

    @cached_property
    def list_events(self) -> "ListEvents":
        from billhook.usecases.list_events import ListEvents

        return ListEvents(self.scope, self.outbox, self.clock)

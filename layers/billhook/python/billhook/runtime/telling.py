"""The use cases that tell customers: plan, deliver, send again, recover, and what they are made of."""
# ruff: noqa: PLC0415

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.health import HealthRules
from billhook.domain.retry import Patience
from billhook.ports.deliveries import Paces
from billhook.ports.world import Watch
from billhook.runtime.outbound import Outbound

if TYPE_CHECKING:
    from billhook.usecases.carry_event import CarryEvent
    from billhook.usecases.continue_recovery import ContinueRecovery
    from billhook.usecases.deliver import Deliver
    from billhook.usecases.describe_event import DescribeEvent
    from billhook.usecases.fulfil_resend import FulfilResend
    from billhook.usecases.keep_pace import KeepPace
    from billhook.usecases.plan_deliveries import PlanDeliveries
    from billhook.usecases.push_recovery import PushRecovery
    from billhook.usecases.watch_health import WatchHealth


class Telling(Outbound):
    """From an event on the bus to what a receiver said."""

    @cached_property
    def watch(self) -> Watch:
        from billhook.adapters.background_watch import BackgroundWatch

        return BackgroundWatch()

    @cached_property
    def paces(self) -> Paces:
        from billhook.adapters.dynamodb.healths import DynamoPaces

        return DynamoPaces(self._table)

    @cached_property
    def plan_deliveries(self) -> "PlanDeliveries":
        from billhook.usecases.plan_deliveries import PlanDeliveries

        return PlanDeliveries(self.destinations, self.deliveries, self.outbox, self.deliver_queue, self.clock)

    @cached_property
    def deliver(self) -> "Deliver":
        from billhook.usecases.deliver import Deliver

        return Deliver(
            deliveries=self.deliveries,
            destinations=self.destinations,
            carry_event=self._carry_event,
            watch_health=self._watch_health,
            keep_pace=self._keep_pace,
            deliver_queue=self.deliver_queue,
            clock=self.clock,
            ids=self.ids,
            lease=self._lease,
            patience=self._patience,
        )

    @cached_property
    def fulfil_resend(self) -> "FulfilResend":
        from billhook.usecases.fulfil_resend import FulfilResend

        return FulfilResend(self.deliveries, self.destinations, self._carry_event, self.clock, self._lease)

    @cached_property
    def push_recovery(self) -> "PushRecovery":
        from billhook.usecases.push_recovery import PushRecovery

        return PushRecovery(self.recoveries, self._continue_recovery, self.deliver_queue, self.clock)

    @cached_property
    def _continue_recovery(self) -> "ContinueRecovery":
        from billhook.usecases.continue_recovery import ContinueRecovery

        return ContinueRecovery(
            recoveries=self.recoveries,
            destinations=self.destinations,
            deliveries=self.deliveries,
            outbox=self.outbox,
            describe_event=self._describe_event,
            deliver_queue=self.deliver_queue,
            clock=self.clock,
        )

    @cached_property
    def _carry_event(self) -> "CarryEvent":
        from billhook.usecases.carry_event import CarryEvent
        from billhook.usecases.disable_destination import DisableDestination

        return CarryEvent(
            outbox=self.outbox,
            describe_event=self._describe_event,
            couriers=self._couriers,
            watch_health=self._watch_health,
            disable_destination=DisableDestination(self.destinations, self.clock),
            watch=self.watch,
            clock=self.clock,
        )

    @cached_property
    def _watch_health(self) -> "WatchHealth":
        from billhook.usecases.watch_health import WatchHealth

        return WatchHealth(self.healths, self.clock, self._health_rules)

    @cached_property
    def _keep_pace(self) -> "KeepPace":
        from billhook.usecases.keep_pace import KeepPace

        return KeepPace(self.paces, self.clock, self.ids)

    @cached_property
    def _describe_event(self) -> "DescribeEvent":
        from billhook.usecases.describe_event import DescribeEvent
        from billhook.usecases.mint_challenge import MintChallenge
        from billhook.usecases.mint_file_link import MintFileLink

        return DescribeEvent(
            documents=self.documents,
            contents=self.contents,
            jobs=self.jobs,
            destinations=self.destinations,
            mint_file_link=MintFileLink(self.hmacs, self.clock),
            mint_challenge=MintChallenge(self.hmacs),
            api_url=self.settings.api_url,
        )

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=float(self.settings.lease_seconds))

    @property
    def _patience(self) -> Patience:
        """The stage's own schedule, where it has one."""
        usual = Patience()
        waits = tuple(map(_seconds, filter(str.strip, self.settings.retry_schedule.split(","))))
        floor = self.settings.retry_floor
        return Patience(waits or usual.schedule, _seconds(floor) if floor else usual.slow_down)

    @property
    def _health_rules(self) -> HealthRules:
        probe = self.settings.first_probe
        return HealthRules(first_probe=_seconds(probe)) if probe else HealthRules()


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))

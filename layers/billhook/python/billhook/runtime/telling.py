"""The use cases that tell customers: plan, deliver, send again, recover, and what they are made of."""
# ruff: noqa: PLC0415

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.circuit_breaker import CircuitRules
from billhook.domain.retry import Patience
from billhook.ports.clock import Timer
from billhook.ports.deliveries import RateLimits
from billhook.runtime.outbound import Outbound

if TYPE_CHECKING:
    from billhook.usecases.delivery.deliver import Deliver
    from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery
    from billhook.usecases.delivery.execute_resend import ExecuteResend
    from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
    from billhook.usecases.delivery.steps.continue_recovery import ContinueRecovery
    from billhook.usecases.delivery.steps.describe_event import DescribeEvent
    from billhook.usecases.delivery.steps.limit_delivery_rate import LimitDeliveryRate
    from billhook.usecases.delivery.steps.send_delivery import SendDelivery
    from billhook.usecases.delivery.steps.track_circuit import TrackCircuit


class Telling(Outbound):
    """From an event on the bus to what a receiver said."""

    @cached_property
    def timer(self) -> Timer:
        from billhook.adapters.background_timer import BackgroundTimer

        return BackgroundTimer()

    @cached_property
    def rate_limits(self) -> RateLimits:
        from billhook.adapters.dynamodb.circuit_breakers import DynamoRateLimits

        return DynamoRateLimits(self._table)

    @cached_property
    def plan_deliveries(self) -> "PlanDeliveries":
        from billhook.usecases.delivery.plan_deliveries import PlanDeliveries

        return PlanDeliveries(self.destinations, self.deliveries, self.outbox, self.deliver_queue, self.clock)

    @cached_property
    def deliver(self) -> "Deliver":
        from billhook.usecases.delivery.deliver import Deliver

        return Deliver(
            deliveries=self.deliveries,
            destinations=self.destinations,
            send_delivery=self._carry_event,
            track_circuit=self._watch_health,
            limit_delivery_rate=self._keep_pace,
            deliver_queue=self.deliver_queue,
            clock=self.clock,
            ids=self.ids,
            lease=self._lease,
            patience=self._patience,
        )

    @cached_property
    def execute_resend(self) -> "ExecuteResend":
        from billhook.usecases.delivery.execute_resend import ExecuteResend

        return ExecuteResend(self.deliveries, self.destinations, self._carry_event, self.clock, self._lease)

    @cached_property
    def enqueue_recovery(self) -> "EnqueueRecovery":
        from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery

        return EnqueueRecovery(self.recoveries, self._continue_recovery, self.deliver_queue, self.clock)

    @cached_property
    def _continue_recovery(self) -> "ContinueRecovery":
        from billhook.usecases.delivery.steps.continue_recovery import ContinueRecovery

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
    def _carry_event(self) -> "SendDelivery":
        from billhook.usecases.delivery.steps.disable_destination import DisableDestination
        from billhook.usecases.delivery.steps.send_delivery import SendDelivery

        return SendDelivery(
            outbox=self.outbox,
            describe_event=self._describe_event,
            senders=self._couriers,
            track_circuit=self._watch_health,
            disable_destination=DisableDestination(self.destinations, self.clock),
            timer=self.timer,
            clock=self.clock,
        )

    @cached_property
    def _watch_health(self) -> "TrackCircuit":
        from billhook.usecases.delivery.steps.track_circuit import TrackCircuit

        return TrackCircuit(self.circuit_breakers, self.clock, self._health_rules)

    @cached_property
    def _keep_pace(self) -> "LimitDeliveryRate":
        from billhook.usecases.delivery.steps.limit_delivery_rate import LimitDeliveryRate

        return LimitDeliveryRate(self.rate_limits, self.clock, self.ids)

    @cached_property
    def _describe_event(self) -> "DescribeEvent":
        from billhook.usecases.delivery.steps.describe_event import DescribeEvent
        from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
        from billhook.usecases.documents.create_file_link import CreateFileLink

        return DescribeEvent(
            documents=self.documents,
            contents=self.contents,
            jobs=self.jobs,
            destinations=self.destinations,
            create_file_link=CreateFileLink(self.hmacs, self.clock),
            issue_challenge=IssueChallenge(self.hmacs),
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
    def _health_rules(self) -> CircuitRules:
        probe = self.settings.first_probe
        return CircuitRules(first_probe=_seconds(probe)) if probe else CircuitRules()


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))

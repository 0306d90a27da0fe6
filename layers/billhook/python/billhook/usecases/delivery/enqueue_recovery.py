"""Continue a recovery for a few seconds, and send a message for the rest."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Recoveries
from billhook.ports.queues import DeliverQueue
from billhook.usecases.delivery.steps.continue_recovery import ContinueRecovery
from billhook.wire.messages import recovery_message


@dataclass(frozen=True)
class EnqueueRecovery:
    """A worker that loses the race to save sends no message. The sweeper continues after a lost message."""

    recoveries: Recoveries
    continue_recovery: ContinueRecovery
    deliver_queue: DeliverQueue
    clock: Clock
    time_limit: timedelta = timedelta(seconds=5)

    def __call__(self, destination_id: DestinationId, recovery_id: str) -> None:
        recovery = self.recoveries.get(destination_id, recovery_id)
        if recovery is None:
            return
        until = self.clock.now() + self.time_limit
        further = self.continue_recovery.advance(recovery, has_time=lambda: self.clock.now() < until)
        if further.revision > recovery.revision and not further.step.is_over:
            message = recovery_message(destination_id, recovery_id)
            self.deliver_queue.send(message, company_id=recovery.company_id)

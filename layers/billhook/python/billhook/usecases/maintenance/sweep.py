"""Process everything that is due after a crash, a lost message or a dead stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from billhook.domain.company import Company
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.document import Document
from billhook.domain.events import Event
from billhook.domain.job import Job
from billhook.domain.recovery import Recovery
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.deliveries import Deliveries
from billhook.ports.documents import Documents, Jobs
from billhook.ports.events import Outbox
from billhook.ports.files import Files
from billhook.ports.queues import DeliverQueue, EraseQueue, FetchQueue, ParseQueue
from billhook.ports.sweeper import ALL_SHARDS, DueIndex, DueItem, DueKind
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.delivery.steps.continue_recovery import ContinueRecovery
from billhook.usecases.delivery.steps.send_delivery import DescribeEvent
from billhook.usecases.jobs.steps.settle_job import SettleJob
from billhook.wire.messages import EventNotice, company_message, delivery_message, document_message, resend_message

LOOK_AT_JOB_AGAIN = timedelta(minutes=2)
AT_ONCE = 10
"""Maximum number of events in one PutEvents request."""


@dataclass
class SweepResult:
    """Number of processed items of each kind, and the errors by item."""

    counts: dict[DueKind, int] = field(default_factory=lambda: dict.fromkeys(DueKind, 0))
    faults: dict[str, Exception] = field(default_factory=dict)


@dataclass(frozen=True)
class Sweep:
    """Guarantees progress; messages and streams only reduce latency.

    Each item is postponed before it is sent on, so that a crash delays it by a minute and a slow queue does not collect
    copies. After ``time_limit`` no further item is begun; the next sweep continues. Sweeps of different shards run
    beside each other.
    """

    due_index: DueIndex
    documents: Documents
    files: Files
    jobs: Jobs
    deliveries: Deliveries
    outbox: Outbox
    publish_events: PublishEvents
    plan_deliveries: PlanDeliveries
    describe_event: DescribeEvent
    continue_recovery: ContinueRecovery
    settle_job: SettleJob
    parse_queue: ParseQueue
    fetch_queue: FetchQueue
    deliver_queue: DeliverQueue
    erase_queue: EraseQueue
    companies: Companies
    clock: Clock
    limit: int = 1500
    time_limit: timedelta = timedelta(seconds=24)

    def __call__(self, shards: Sequence[int] = ALL_SHARDS) -> SweepResult:
        started = self.clock.now()
        swept = SweepResult()
        events: list[Event] = []
        for due in self.due_index.due_items(started, self.limit, shards):
            if self.clock.now() - started > self.time_limit:
                break
            swept.counts[due.kind] += 1
            if isinstance(due.value, Event) and due.value.published is None:
                events.append(due.value)
                if len(events) == AT_ONCE:
                    self._publish(events, swept)
                    events = []
            else:
                self._guarded(due.id, swept, self._action(due, started))
        self._publish(events, swept)
        return swept

    def _action(self, due: DueItem, now: datetime) -> Callable[[], None]:
        match due.value:
            case Document() as document:
                action: Callable[[], None] = partial(self._document, document, now)
            case Job() as job:
                action = partial(self._job, job, now)
            case Event() as event:
                action = partial(self._plan, event, now)
            case Delivery() as delivery:
                action = partial(self._delivery, delivery, now)
            case Resend() as resend:
                action = partial(self._resend, resend, now)
            case Recovery() as recovery:
                action = partial(self._recover, recovery)
            case Company() as company:
                action = partial(self._company, company, now)
            case _:
                raise TypeError(due.kind)
        return action

    def _document(self, document: Document, now: datetime) -> None:
        self.documents.postpone(document.id, now + RECHECK_DELAY)
        if document.deleted:
            self.erase_queue.send(document_message(document.id))
            return
        lacks_file = document.file.source_url and not self.files.head(document.file.object_key or "")
        queue = self.fetch_queue if lacks_file else self.parse_queue
        queue.send(document_message(document.id), company_id=document.company_id)

    def _company(self, company: Company, now: datetime) -> None:
        self.companies.postpone(company.id, now + RECHECK_DELAY)
        self.erase_queue.send(company_message(company.id))

    def _job(self, job: Job, now: datetime) -> None:
        if not self.settle_job.overdue(job.id):
            self.jobs.postpone(job.id, now + LOOK_AT_JOB_AGAIN)

    def _delivery(self, delivery: Delivery, now: datetime) -> None:
        self.deliveries.postpone(delivery.id, now + RECHECK_DELAY)
        self.deliver_queue.send(delivery_message(delivery.id, delivery.attempts + 1), company_id=delivery.company_id)

    def _plan(self, event: Event, now: datetime) -> None:
        """Plan a published event that the bus or the queue lost."""
        self.outbox.postpone(event, now + RECHECK_DELAY)
        body = self.describe_event.body_of(event)
        if body is None:
            self.outbox.mark_planned(event.subject_id, event.version, event.type, now=now)
            return
        notice = EventNotice(event.id, event.type, event.company_id, event.subject_id, event.version, body)
        self.plan_deliveries(notice)

    def _resend(self, resend: Resend, now: datetime) -> None:
        self.deliveries.postpone_resend(resend, now + RECHECK_DELAY)
        self.deliver_queue.send(resend_message(resend.delivery_id, resend.id))

    def _recover(self, recovery: Recovery) -> None:
        """Continue a recovery for a third of the time limit at most, so that other items are processed too."""
        until = self.clock.now() + self.time_limit / 3
        self.continue_recovery.advance(recovery, has_time=lambda: self.clock.now() < until)

    def _publish(self, events: Sequence[Event], swept: SweepResult) -> None:
        """Postpone events that could not be published, so that they do not block others."""
        if not events:
            return
        self._guarded(events[0].id, swept, partial(self._publish_batch, events, swept))
        later = self.clock.now() + RECHECK_DELAY
        for event in events:
            if event.id in swept.faults:
                self._guarded(event.id, swept, partial(self.outbox.postpone, event, later))

    def _publish_batch(self, events: Sequence[Event], swept: SweepResult) -> None:
        for event_id, fault in self.publish_events(events).items():
            swept.faults[event_id] = fault

    def _guarded(self, thing: str, swept: SweepResult, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as fault:  # noqa: BLE001 - one thing must not hold up the others; each fault is reported
            swept.faults[thing] = fault

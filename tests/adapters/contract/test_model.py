"""Fakes and adapters return the same results for any sequence of calls."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status
from billhook.domain.errors import StaleLease
from billhook.domain.events import EventType
from billhook.domain.ids import DocumentId
from billhook.domain.job import JobEntry, JobStatus
from billhook.ports.lists import PageRequest
from tests.adapters.cloud import Clients, Cloud
from tests.builders import COMPANY, a_delivery, a_document, a_job, an_attempt, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW, World

LEASE = timedelta(seconds=25)
which = st.integers(0, 2)


class FakeAndAdapter(RuleBasedStateMachine):
    """Runs the same steps on fakes and on moto; three documents of one job, and a delivery of each."""

    clients: Clients

    @initialize()
    def begin(self) -> None:
        self.world, self.cloud = World(), Cloud(self.clients)
        self.now = NOW
        self.job = a_job(expected=3, due_at=NOW)
        self.documents = [a_document(id=DocumentId(an_id()), job_id=self.job.id) for _ in range(3)]
        self.held: list[Document] = list(self.documents)
        self.planned = [a_delivery(an_event(document)) for document in self.documents]
        self.both(lambda ports: ports.jobs.add(self.job, self.documents))

    def both(self, step: Callable[[Any], Any]) -> Any:
        """Return the result of ``step``, or StaleLease; fails unless both implementations agree."""
        answers = [_answer(step, ports) for ports in (self.world, self.cloud)]
        assert answers[0] == answers[1]
        return answers[0]

    @rule(seconds=st.sampled_from([1, 25, 60]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(at=which)
    def somebody_claims(self, at: int) -> None:
        got = self.both(lambda ports: ports.documents.claim(self.held[at].id, now=self.now, until=self.now + LEASE))
        if got is not StaleLease:
            self.held[at] = got

    @rule(at=which, status=st.sampled_from([Status.PROCESSING, Status.WAITING_OCR]))
    def a_holder_saves(self, at: int, status: Status) -> None:
        changed = altered(self.held[at], status=status, claimed_until=None)
        self.both(lambda ports: ports.documents.save(changed))

    @rule(at=which, status=st.sampled_from([Status.PARSED, Status.REJECTED]), stale=st.booleans())
    def a_holder_commits(self, at: int, status: Status, stale: bool) -> None:
        held = self.documents[at] if stale else self.held[at]
        final = altered(held, status=status, version=held.version + 1, due_at=None)
        event = an_event(final, occurred=self.now, due_at=self.now)
        if self.both(lambda ports: ports.documents.commit(final, [event])) is None:
            self.held[at] = final

    @rule(at=which)
    def somebody_postpones(self, at: int) -> None:
        self.both(lambda ports: ports.documents.postpone(self.held[at].id, self.now))
        self.both(lambda ports: ports.jobs.postpone(self.job.id, self.now))

    @rule(at=which, outcome=st.sampled_from([None, *Outcome]))
    def the_job_is_settled(self, at: int, outcome: Outcome | None) -> None:
        entry = JobEntry(document_id=self.held[at].id, outcome=outcome)
        self.both(lambda ports: ports.jobs.settle(self.job.id, entry))

    @rule(status=st.sampled_from([JobStatus.COMPLETED, JobStatus.FAILED]))
    def the_job_is_closed(self, status: JobStatus) -> None:
        closed = self.job.model_copy(update={"status": status, "updated": self.now, "due_at": None})
        event = an_event(kind=EventType.JOB_COMPLETED, subject_id=self.job.id, version=1, occurred=self.now)
        self.both(lambda ports: ports.jobs.close(closed, event))

    @rule(at=which)
    def an_event_is_published(self, at: int) -> None:
        event = an_event(self.held[at])
        self.both(lambda ports: ports.outbox.mark_published(event, now=self.now, due_at=None))

    @rule(at=which, sha256=st.sampled_from(["aa", "bb"]), free=st.booleans())
    def bytes_are_claimed_or_freed(self, at: int, sha256: str, free: bool) -> None:
        verb = "release" if free else "claim"
        self.both(lambda ports: getattr(ports.fingerprints, verb)(COMPANY, sha256, self.held[at].id))

    @rule(at=which)
    def a_delivery_is_planned(self, at: int) -> None:
        self.both(lambda ports: ports.deliveries.add(self.planned[at]))

    @rule(at=which, attempt=st.integers(1, 3))
    def a_delivery_is_claimed(self, at: int, attempt: int) -> None:
        lease = {"attempt": attempt, "now": self.now, "until": self.now + LEASE}
        self.both(lambda ports: ports.deliveries.claim(self.planned[at].id, **lease))

    @rule(at=which, number=st.integers(1, 3), status=st.sampled_from(DeliveryStatus), alone=st.booleans())
    def an_attempt_is_recorded(self, at: int, number: int, status: DeliveryStatus, alone: bool) -> None:
        head: Delivery = self.planned[at].model_copy(update={"attempts": number, "status": status, "due_at": None})
        attempt = None if alone else an_attempt(number, at=self.now)
        self.both(lambda ports: ports.deliveries.record(head, attempt))

    @invariant()
    def they_hold_the_same(self) -> None:
        self.both(lambda ports: ports.jobs.get(self.job.id))
        self.both(lambda ports: ports.jobs.entries(self.job.id))
        self.both(lambda ports: ports.documents.page(COMPANY, PageRequest()))
        self.both(lambda ports: ports.outbox.page(COMPANY, PageRequest()))
        self.both(lambda ports: {due.id: due for due in ports.due_index.due_items(self.now, 50)})
        for delivery in self.planned:
            self._both_deliver(delivery)

    def _both_deliver(self, delivery: Delivery) -> None:
        self.both(lambda ports: ports.deliveries.get(delivery.id))
        self.both(lambda ports: ports.deliveries.attempts(delivery.id))


def _answer(step: Callable[[Any], Any], ports: Any) -> Any:
    try:
        return step(ports)
    except StaleLease:
        return StaleLease


def test_fakes_and_adapters_agree_on_any_sequence_of_calls(moto_clients: Clients) -> None:
    pair = type("TwinsOnMoto", (FakeAndAdapter,), {"clients": moto_clients})

    run_state_machine_as_test(
        pair,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.enable_socket
def test_fakes_and_emulator_agree_on_any_sequence_of_calls(request: pytest.FixtureRequest) -> None:
    clients: Clients = request.getfixturevalue("emulator_clients")
    if clients.endpoint is None:
        pytest.skip("set BILLHOOK_EMULATOR_URL to run it on the emulator")
    pair = type("TwinsOnEmulator", (FakeAndAdapter,), {"clients": clients})

    run_state_machine_as_test(pair, settings=settings(max_examples=25, deadline=None, database=None))

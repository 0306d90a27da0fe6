"""Contract of ``ports.Deliveries``: each attempt is claimed once and recorded once; resends are separate."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from billhook.domain.delivery import Attempt, Delivery, DeliveryStatus, Resend, Trigger
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId
from billhook.ports.sweeper import DueKind
from tests.builders import a_delivery, an_attempt, an_id
from tests.fakes import NOW

LEASE = timedelta(seconds=25)


def planned(ports: Any) -> Delivery:
    delivery = a_delivery()
    assert ports.deliveries.add(delivery)
    return delivery


def claimed(ports: Any, delivery: Delivery, attempt: int = 1) -> Delivery:
    claim: Delivery = ports.deliveries.claim(delivery.id, attempt=attempt, now=NOW, until=NOW + LEASE)
    return claim


def after(delivery: Delivery, attempt: Attempt, **fields: Any) -> Delivery:
    done = {"attempts": attempt.number, "claimed_until": None, "due_at": None}
    return delivery.model_copy(update=done | fields)


def test_deliveries_get_added_delivery_returns_it(ports: Any) -> None:
    delivery = planned(ports)

    assert ports.deliveries.get(delivery.id) == delivery
    assert ports.deliveries.get(DeliveryId(an_id())) is None
    assert ports.deliveries.attempts(delivery.id) == ()


def test_deliveries_add_twice_keeps_the_first(ports: Any) -> None:
    delivery = planned(ports)
    claim = claimed(ports, delivery)

    assert ports.deliveries.add(delivery) is False
    assert ports.deliveries.get(delivery.id) == claim


def test_deliveries_claim_sets_the_lease(ports: Any) -> None:
    delivery = planned(ports)

    claim = claimed(ports, delivery)

    assert claim == delivery.model_copy(update={"claimed_until": NOW + LEASE, "due_at": NOW + LEASE})
    assert ports.deliveries.get(delivery.id) == claim


def test_deliveries_claim_under_live_lease_raises_stale_lease(ports: Any) -> None:
    delivery = planned(ports)
    claimed(ports, delivery)

    with pytest.raises(StaleLease):
        claimed(ports, delivery)

    assert ports.deliveries.claim(delivery.id, attempt=1, now=NOW + LEASE, until=NOW + 2 * LEASE)


@pytest.mark.parametrize("attempt", [0, 2])
def test_deliveries_claim_of_other_than_next_attempt_is_refused(ports: Any, attempt: int) -> None:
    delivery = planned(ports)

    with pytest.raises(StaleLease):
        claimed(ports, delivery, attempt)


def test_deliveries_claim_absent_delivery_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        claimed(ports, a_delivery())


def test_deliveries_record_writes_attempt_and_head(ports: Any) -> None:
    claim = claimed(ports, planned(ports))
    attempt = an_attempt(status_code=503, error=None, response="busy")
    later = NOW + timedelta(hours=2)
    waiting = after(claim, attempt, due_at=later, next_attempt_at=later, last_status_code=503)

    ports.deliveries.record(waiting, attempt)

    assert ports.deliveries.get(claim.id) == waiting
    assert ports.deliveries.attempts(claim.id) == (attempt,)
    assert [due.value for due in ports.due_index.due_items(later + timedelta(seconds=1), 10)] == [waiting]


def test_deliveries_record_attempt_twice_raises_stale_lease(ports: Any) -> None:
    claim = claimed(ports, planned(ports))
    first = an_attempt(status_code=200)
    ports.deliveries.record(after(claim, first, status=DeliveryStatus.DELIVERED), first)
    second = an_attempt(status_code=500)

    with pytest.raises(StaleLease):
        ports.deliveries.record(after(claim, second), second)

    assert ports.deliveries.get(claim.id).status is DeliveryStatus.DELIVERED
    assert ports.deliveries.attempts(claim.id) == (first,)


def test_deliveries_attempts_are_listed_oldest_first(ports: Any) -> None:
    delivery = planned(ports)
    attempts = [an_attempt(number, status_code=500) for number in range(1, 12)]

    for attempt in attempts:
        claim = ports.deliveries.claim(delivery.id, attempt=attempt.number, now=NOW, until=NOW + LEASE)
        ports.deliveries.record(after(claim, attempt), attempt)

    assert ports.deliveries.attempts(delivery.id) == tuple(attempts)


def test_deliveries_claim_or_record_of_final_delivery_is_refused(ports: Any) -> None:
    delivery = planned(ports)
    cancelled = delivery.model_copy(update={"status": DeliveryStatus.CANCELLED, "due_at": None})
    ports.deliveries.record(cancelled, None)

    with pytest.raises(StaleLease):
        claimed(ports, delivery)
    with pytest.raises(StaleLease):
        ports.deliveries.record(after(delivery, an_attempt()), an_attempt())

    assert ports.deliveries.get(delivery.id) == cancelled


def test_deliveries_record_of_stale_head_raises_stale_lease(ports: Any) -> None:
    claim = claimed(ports, planned(ports))
    attempt = an_attempt()
    done = after(claim, attempt, status=DeliveryStatus.DELIVERED)
    ports.deliveries.record(done, attempt)

    with pytest.raises(StaleLease):
        ports.deliveries.record(claim.model_copy(update={"status": DeliveryStatus.CANCELLED}), None)

    assert ports.deliveries.get(claim.id) == done


def test_deliveries_record_reopens_a_final_delivery(ports: Any) -> None:
    claim = claimed(ports, planned(ports))
    done = after(claim, an_attempt(), status=DeliveryStatus.EXHAUSTED)
    ports.deliveries.record(done, an_attempt())

    ports.deliveries.record(done.model_copy(update={"status": DeliveryStatus.PENDING}), None)

    assert claimed(ports, claim, attempt=2).attempts == 1


def test_deliveries_postpone_moves_due_time_and_keeps_lease(ports: Any) -> None:
    claim = claimed(ports, planned(ports))
    later = NOW + timedelta(minutes=5)

    ports.deliveries.postpone(claim.id, later)

    assert ports.deliveries.get(claim.id) == claim.model_copy(update={"due_at": later})
    assert list(ports.due_index.due_items(later, 10)) == []
    assert [due.id for due in ports.due_index.due_items(later + timedelta(seconds=1), 10)] == [claim.id]


def test_deliveries_postpone_ignores_a_final_delivery(ports: Any) -> None:
    delivery = planned(ports)
    cancelled = delivery.model_copy(update={"status": DeliveryStatus.CANCELLED, "due_at": None})
    ports.deliveries.record(cancelled, None)

    ports.deliveries.postpone(delivery.id, NOW)

    assert ports.deliveries.get(delivery.id) == cancelled


def test_deliveries_claim_before_attempt_is_due_is_refused(ports: Any) -> None:
    delivery = planned(ports)
    later = delivery.model_copy(update={"next_attempt_at": NOW + timedelta(seconds=5)})
    ports.deliveries.record(later, None)

    with pytest.raises(StaleLease):
        claimed(ports, delivery)

    soon = NOW + timedelta(seconds=4.5)
    assert ports.deliveries.claim(delivery.id, attempt=1, now=soon, until=soon + LEASE).attempts == 0


def requested(ports: Any, delivery: Delivery) -> Resend:
    resend = Resend(id=an_id(), delivery_id=delivery.id, due_at=NOW + timedelta(minutes=1))
    ports.deliveries.add_resend(resend)
    return resend


def resend_claimed(ports: Any, resend: Resend, now: datetime = NOW) -> Delivery:
    claim: Delivery = ports.deliveries.claim_resend(resend.delivery_id, resend.id, now=now, until=now + LEASE)
    return claim


def test_resend_is_due_until_it_is_recorded(ports: Any) -> None:
    delivery = planned(ports)
    resend = requested(ports, delivery)
    later = NOW + timedelta(minutes=2)
    due = [due.value for due in ports.due_index.due_items(later, 10) if due.kind is DueKind.RESEND]

    claimed_for = resend_claimed(ports, resend)
    ports.deliveries.record_resend(delivery.id, resend.id, manual(status_code=500), now=NOW)

    assert (due, claimed_for) == ([resend], delivery)
    assert [due.kind for due in ports.due_index.due_items(later, 10)] == [DueKind.DELIVERY]
    with pytest.raises(StaleLease):
        resend_claimed(ports, resend, later)
    with pytest.raises(StaleLease):
        ports.deliveries.record_resend(delivery.id, resend.id, manual(), now=NOW)


def manual(**fields: Any) -> Attempt:
    return an_attempt(**{"number": 0, "trigger": Trigger.MANUAL, "at": NOW + timedelta(seconds=1), **fields})


def test_resend_claim_under_live_lease_raises_stale_lease(ports: Any) -> None:
    resend = requested(ports, planned(ports))
    resend_claimed(ports, resend)

    with pytest.raises(StaleLease):
        resend_claimed(ports, resend)

    assert resend_claimed(ports, resend, NOW + LEASE)


def test_resend_that_fails_adds_only_an_attempt(ports: Any) -> None:
    delivery = planned(ports)
    first, second = requested(ports, delivery), requested(ports, delivery)

    for resend in (first, second):
        ports.deliveries.record_resend(delivery.id, resend.id, manual(status_code=500), now=NOW)

    assert ports.deliveries.get(delivery.id) == delivery
    assert ports.deliveries.attempts(delivery.id) == (manual(status_code=500),) * 2


def test_resend_that_succeeds_ends_the_delivery_and_its_schedule(ports: Any) -> None:
    delivery = planned(ports)
    tried = an_attempt(status_code=500)
    claim = after(claimed(ports, delivery), tried, last_error="oops", next_attempt_at=NOW, due_at=NOW)
    ports.deliveries.record(claim, tried)
    resend = requested(ports, delivery)

    ports.deliveries.record_resend(delivery.id, resend.id, manual(), now=NOW)

    done = ports.deliveries.get(delivery.id)
    assert (done.status, done.attempts, done.last_status_code) == (DeliveryStatus.DELIVERED, 1, 200)
    assert (done.last_error, done.next_attempt_at, done.due_at) == (None, None, None)
    assert list(ports.due_index.due_items(NOW + timedelta(days=9), 10)) == []
    assert [attempt.number for attempt in ports.deliveries.attempts(delivery.id)] == [1, 0]
    with pytest.raises(StaleLease):
        claimed(ports, delivery, 2)


def test_deliveries_record_after_successful_resend_is_refused(ports: Any) -> None:
    delivery = planned(ports)
    claim = claimed(ports, delivery)
    resend = requested(ports, delivery)
    ports.deliveries.record_resend(delivery.id, resend.id, manual(), now=NOW)

    with pytest.raises(StaleLease):
        ports.deliveries.record(claim.model_copy(update={"claimed_until": None}), None)


def test_resend_postponed_is_due_later(ports: Any) -> None:
    resend = requested(ports, planned(ports))

    ports.deliveries.postpone_resend(resend, NOW + timedelta(minutes=9))

    due = [due.kind for due in ports.due_index.due_items(NOW + timedelta(minutes=5), 10)]
    assert due == [DueKind.DELIVERY]

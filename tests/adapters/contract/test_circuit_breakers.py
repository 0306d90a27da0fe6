"""Contract of circuit breakers, rate limits and recoveries: optimistic locking."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DestinationId
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery, RecoveryStep
from billhook.ports.sweeper import DueKind
from tests.builders import COMPANY, an_attempt, an_id
from tests.fakes import NOW


def test_circuit_breaker_of_unknown_destination_is_closed(ports: Any) -> None:
    destination_id = DestinationId(an_id())

    assert ports.circuit_breakers.get(destination_id) == CircuitBreaker(destination_id=destination_id)
    assert ports.rate_limits.get(destination_id) == RateLimit(destination_id=destination_id)


def test_circuit_breaker_get_returns_the_saved_state(ports: Any) -> None:
    health = ports.circuit_breakers.get(DestinationId(an_id())).after(
        an_attempt(status_code=None, error="timeout"), NOW
    )

    ports.circuit_breakers.save(health)
    ports.circuit_breakers.save(health.blocked(NOW + timedelta(seconds=30)))

    assert ports.circuit_breakers.get(health.destination_id) == health.blocked(NOW + timedelta(seconds=30))


def test_circuit_breaker_save_of_stale_copy_raises_stale_lease(ports: Any) -> None:
    stale = ports.circuit_breakers.get(DestinationId(an_id()))
    first = stale.after(an_attempt(status_code=500), NOW)
    ports.circuit_breakers.save(first)

    for late in (stale.blocked(NOW), first.model_copy(update={"strain": 9})):
        with pytest.raises(StaleLease):
            ports.circuit_breakers.save(late)

    assert ports.circuit_breakers.get(first.destination_id) == first


def test_processing_circuit_save_of_stale_copy_is_refused(ports: Any) -> None:
    stale = ports.processing_circuits.get()
    first = stale.after_fault("KeyError", NOW)
    ports.processing_circuits.save(first)

    with pytest.raises(StaleLease):
        ports.processing_circuits.save(stale.after_fault("ValueError", NOW))

    assert ports.processing_circuits.get() == first


def test_ocr_rate_save_of_stale_copy_raises_stale_lease(ports: Any) -> None:
    stale = ports.ocr_rates.get()
    first, _ = stale.reserve(NOW, per_second=3)
    ports.ocr_rates.save(first)

    with pytest.raises(StaleLease):
        ports.ocr_rates.save(stale.throttled(NOW))

    assert ports.ocr_rates.get() == first


def test_rate_limit_save_of_stale_copy_raises_stale_lease(ports: Any) -> None:
    stale = ports.rate_limits.get(DestinationId(an_id()))
    first, _ = stale.reserve(NOW, per_second=1, has_slot=False)
    ports.rate_limits.save(first)

    with pytest.raises(StaleLease):
        ports.rate_limits.save(stale.reserve(NOW, per_second=5, has_slot=False)[0])

    assert ports.rate_limits.get(first.destination_id) == first


def test_recovery_is_due_until_it_is_done(ports: Any) -> None:
    recovery = Recovery(
        id=an_id(),
        company_id=COMPANY,
        destination_id=DestinationId(an_id()),
        since=NOW - timedelta(days=1),
        created=NOW,
        updated=NOW,
        due_at=NOW,
    )
    ports.recoveries.add(recovery)
    soon = NOW + timedelta(seconds=1)
    before = [(due.kind, due.value) for due in ports.due_index.due_items(soon, 10)]
    done = recovery.model_copy(update={"revision": 1, "step": RecoveryStep.DONE, "due_at": None})

    ports.recoveries.save(done)

    assert before == [(DueKind.RECOVERY, recovery)]
    assert ports.recoveries.get(recovery.destination_id, recovery.id) == done
    assert ports.recoveries.get(DestinationId(an_id()), recovery.id) is None
    assert list(ports.due_index.due_items(soon, 10)) == []
    with pytest.raises(StaleLease):
        ports.recoveries.save(done)

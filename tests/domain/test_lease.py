"""Transitions of a lease."""

from datetime import timedelta

from billhook.domain.lease import Lease
from tests.fakes import NOW

LATER = NOW + timedelta(minutes=1)
HELD = Lease(fence=3, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_claimed_lease_has_the_next_fence_and_attempt() -> None:
    assert Lease(fence=2, attempts=1).claimed(LATER) == Lease(fence=3, attempts=2, claimed_until=LATER, due_at=LATER)


def test_released_lease_does_not_count_the_attempt() -> None:
    assert HELD.released(LATER) == Lease(fence=3, due_at=LATER, attempts=1, ocr_job_id="ocr-1")


def test_released_lease_has_no_negative_attempts() -> None:
    assert Lease().released(LATER).attempts == 0


def test_retried_lease_counts_the_attempt() -> None:
    assert HELD.retried(LATER) == Lease(fence=3, due_at=LATER, attempts=2, ocr_job_id="ocr-1")


def test_restarted_lease_counts_attempts_from_zero() -> None:
    assert HELD.restarted(LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-1")


def test_lease_waiting_for_ocr_names_the_ocr_job() -> None:
    assert HELD.waiting_for_ocr("ocr-2", LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-2")


def test_reopened_lease_has_no_ocr_job() -> None:
    assert HELD.reopened(LATER) == Lease(fence=3, due_at=LATER)


def test_seized_lease_has_the_next_fence_only() -> None:
    assert HELD.seized() == Lease(fence=4, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_ended_lease_keeps_only_its_fence() -> None:
    assert HELD.ended() == Lease(fence=3)
    assert HELD.ended(LATER) == Lease(fence=3, due_at=LATER)

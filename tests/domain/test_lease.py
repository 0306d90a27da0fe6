"""Transitions of a lease."""

from datetime import timedelta

from billhook.domain.lease import Lease
from tests.fakes import NOW

LATER = NOW + timedelta(minutes=1)
HELD = Lease(fence=3, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_claimed_lease_has_the_next_fence() -> None:
    assert Lease(fence=2, attempts=1).claimed(LATER) == Lease(fence=3, attempts=1, claimed_until=LATER, due_at=LATER)


def test_released_lease_does_not_count_the_attempt() -> None:
    assert HELD.attempted().released(LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-1")


def test_attempted_lease_counts_one_more() -> None:
    assert HELD.attempted() == Lease(fence=3, claimed_until=NOW, due_at=NOW, attempts=3, ocr_job_id="ocr-1")


def test_retried_lease_counts_the_attempt() -> None:
    assert HELD.retried(LATER) == Lease(fence=3, due_at=LATER, attempts=2, ocr_job_id="ocr-1")


def test_lease_waiting_for_ocr_names_the_ocr_job() -> None:
    assert HELD.waiting_for_ocr("ocr-2", LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-2")


def test_reopened_lease_has_no_ocr_job() -> None:
    assert HELD.reopened(LATER) == Lease(fence=3, due_at=LATER)


def test_seized_lease_has_the_next_fence_only() -> None:
    assert HELD.seized() == Lease(fence=4, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_ended_lease_keeps_only_its_fence() -> None:
    assert HELD.ended() == Lease(fence=3)
    assert HELD.ended(LATER) == Lease(fence=3, due_at=LATER)

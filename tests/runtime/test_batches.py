"""Deadlines by the clock of Lambda."""

from datetime import timedelta
from types import SimpleNamespace

from billhook.adapters.clock import SystemClock
from billhook.runtime.batches import deadline_of


def test_deadline_is_when_lambda_ends_the_function() -> None:
    before = SystemClock().now()

    deadline = deadline_of(SimpleNamespace(get_remaining_time_in_millis=lambda: 58_500))

    after = SystemClock().now()
    assert deadline is not None
    assert before <= deadline - timedelta(seconds=58.5) <= after


def test_deadline_without_a_context_is_none() -> None:
    assert deadline_of(None) is None

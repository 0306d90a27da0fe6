"""When a Lambda function ends, by its own clock."""

from datetime import datetime, timedelta
from typing import Any


def deadline_of(context: Any) -> datetime | None:
    """The time at which Lambda ends the function; None without a context, as in tests."""
    if context is None:
        return None
    from billhook.adapters.clock import SystemClock

    return SystemClock().now() + timedelta(milliseconds=context.get_remaining_time_in_millis())

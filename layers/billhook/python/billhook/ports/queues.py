"""Messages from one function to another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol


class Queue(Protocol):
    def send(self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0)) -> None:
        """Put a JSON message on the queue; ``delay`` is at most 15 minutes."""

"""Messages from one function to another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from billhook.domain.ids import CompanyId


class Queue(Protocol):
    def send(
        self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: CompanyId | None = None
    ) -> None:
        """Send a JSON message; ``delay`` is at most 15 minutes.

        ``company_id`` is the message group (SQS fair queues): a company with a large backlog does not delay others.
        Messages without a group are interactive.
        """

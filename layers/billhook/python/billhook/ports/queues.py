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


class FetchQueue(Queue, Protocol):
    """Documents whose file is to be fetched from a URL."""


class UnpackQueue(Queue, Protocol):
    """Archives to unpack."""


class ParseQueue(Queue, Protocol):
    """Documents to parse."""


class DeliverQueue(Queue, Protocol):
    """Deliveries, resends and recoveries to execute."""


class EraseQueue(Queue, Protocol):
    """Documents and companies to erase."""

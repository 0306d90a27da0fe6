"""Messages from one function to another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from billhook.domain.ids import CompanyId


class Queue(Protocol):
    def send(
        self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: CompanyId | None = None
    ) -> None:
        """Put a JSON message on the queue; ``delay`` is at most 15 minutes.

        Messages of a company that has very many of them wait behind those of others. One of no company waits behind
        nobody's: somebody looks at the screen.
        """

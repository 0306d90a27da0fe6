"""Senders of events to destinations, and their transports: HTTP and EventBridge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination
from billhook.ports.events import BusEntry


@dataclass(frozen=True)
class DeliveryResponse:
    """A receiver's response. ``error`` is a class: dns_error, refused, timeout, tls_error, reset or blocked."""

    status_code: int | None
    error: str | None
    body: str
    retry_after: str | None
    duration_ms: int


@dataclass(frozen=True)
class OutboundMessage:
    """One attempt's message: an event's body for one destination, as both are at ``at``."""

    destination: Destination
    delivery: Delivery
    body: Mapping[str, Any]
    at: datetime


class Sender(Protocol):
    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        """Send a message once, to one type of destination. A receiver's failure is returned, not raised."""


class CustomerBuses(Protocol):
    """EventBridge buses of customers, in any account and region of the partition."""

    def put(self, bus_arn: str, entry: BusEntry) -> DeliveryResponse:
        """Call PutEvents once.

        ``error`` is a class: access_denied, no_such_bus, throttled, too_large, unreachable, timeout, receiver_failed
        or refused.
        """


class HttpClient(Protocol):
    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> DeliveryResponse:
        """POST through the egress guard: pinned address, no redirects, 15 s in all, 4 KB of response body kept."""

    def get(self, url: str, *, headers: Mapping[str, str]) -> DeliveryResponse:
        """GET through the egress guard, as ``post``."""

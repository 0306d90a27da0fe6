"""How an event is taken to a receiver."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination
from billhook.ports.events import BusEntry


@dataclass(frozen=True)
class DeliveryResponse:
    """What a receiver said. ``error`` is a class (dns_error, refused, timeout, tls_error, reset, blocked)."""

    status_code: int | None
    error: str | None
    body: str
    retry_after: str | None
    duration_ms: int


@dataclass(frozen=True)
class OutboundMessage:
    """What one attempt carries: the body of an event, for one destination, as both are at that time."""

    destination: Destination
    delivery: Delivery
    body: Mapping[str, Any]
    at: datetime


class Sender(Protocol):
    def __call__(self, parcel: OutboundMessage) -> DeliveryResponse:
        """Take it there, once, in the manner of one type of destination. Only trouble of our own is raised."""


class CustomerBuses(Protocol):
    """EventBridge buses of customers, in any account and region of our partition."""

    def put(self, bus_arn: str, entry: BusEntry) -> DeliveryResponse:
        """One PutEvents. ``error`` is a class: access_denied, no_such_bus, throttled, too_large, unreachable, timeout,
        receiver_failed or refused.
        """


class HttpClient(Protocol):
    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> DeliveryResponse:
        """One POST through the egress guard: address pinned, no redirects, 15 s in all, 4 KB of answer kept."""

    def get(self, url: str, *, headers: Mapping[str, str]) -> DeliveryResponse:
        """One GET in the same manner."""

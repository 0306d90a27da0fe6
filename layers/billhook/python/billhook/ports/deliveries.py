"""Stores of destinations, their circuit breakers and rate limits, and of deliveries with their attempts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.delivery import Attempt, Delivery, Resend
from billhook.domain.destination import Destination
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery
from billhook.ports.lists import ListPage, PageRequest


class Destinations(Protocol):
    """``add`` raises Conflict when the id is taken. Lists hide deleted rows."""

    def add(self, destination: Destination) -> None: ...
    def get(self, destination_id: DestinationId) -> Destination | None: ...
    def save(self, after: Destination, *, before: Destination, unchanged: Sequence[str] = ()) -> None:
        """Write the fields that differ from ``before``, which was read; concurrent changes of other fields are kept.

        Raises StaleLease when one of these fields, or of ``unchanged``, has another value by now, when Billhook
        disabled the destination meanwhile, or when it is deleted.
        """

    def hide(self, destination: Destination) -> None:
        """Write a deleted destination. Raises StaleLease when there is none."""

    def disable(self, destination: Destination, event: Event) -> None:
        """Write the disabled destination and its event in one transaction. Raises StaleLease when it is not enabled."""

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Destination]: ...


class CircuitBreakers(Protocol):
    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        """Return a destination's circuit breaker; a closed one when none is stored."""

    def save(self, breaker: CircuitBreaker) -> None:
        """Write it if the stored revision is the previous one. Raises StaleLease."""


class RateLimits(Protocol):
    """Rate limiters of destinations with a rate; semantics as ``CircuitBreakers``."""

    def get(self, destination_id: DestinationId) -> RateLimit: ...
    def save(self, rate_limit: RateLimit) -> None: ...


class Recoveries(Protocol):
    def add(self, recovery: Recovery) -> None: ...
    def get(self, destination_id: DestinationId, recovery_id: str) -> Recovery | None: ...
    def save(self, recovery: Recovery) -> None:
        """Write its progress if the stored revision is the previous one. Raises StaleLease."""


class Deliveries(Protocol):
    def add(self, delivery: Delivery) -> bool:
        """Put a delivery if absent. Return False when it was planned before."""

    def get(self, delivery_id: DeliveryId) -> Delivery | None: ...
    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]: ...
    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        """Lease a pending delivery for attempt number ``attempt`` if it is due and not leased. Raises StaleLease."""

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        """Write attempt, head and due row in one transaction if the attempt is new. Raises StaleLease."""

    def add_resend(self, resend: Resend) -> None:
        """Store a request for one more attempt."""

    def claim_resend(self, delivery_id: DeliveryId, resend_id: str, *, now: datetime, until: datetime) -> Delivery:
        """Lease a resend request if it is not leased, in any state of the delivery. Raises StaleLease."""

    def record_resend(self, delivery_id: DeliveryId, resend_id: str, attempt: Attempt | None, *, now: datetime) -> None:
        """Write the manual attempt and complete the resend request.

        A success makes the delivery DELIVERED and ends its retries; a failure leaves it unchanged.
        Raises StaleLease when the request is complete already.
        """

    def postpone_resend(self, resend: Resend, due_at: datetime) -> None:
        """Set when the sweeper next visits a resend request."""

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        """Set when the sweeper next visits a pending delivery. A lease is not changed."""

    def page(self, destination_id: DestinationId, part: PageRequest) -> ListPage[Delivery]: ...

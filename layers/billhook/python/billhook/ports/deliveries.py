"""Where events go, how those who get them do, and what became of each."""

from datetime import datetime
from typing import Protocol

from billhook.domain.circuit_breaker import CircuitBreaker
from billhook.domain.delivery import Attempt, Delivery, Resend
from billhook.domain.destination import Destination
from billhook.domain.events import Event
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery
from billhook.ports.lists import Listed, Slice


class Destinations(Protocol):
    """``add`` raises Conflict when the id is taken, ``save`` Lost when it was deleted; lists hide it then.

    ``save`` raises Lost as well when we disabled it meanwhile: its owner's change must not undo that unseen.
    """

    def add(self, destination: Destination) -> None: ...
    def get(self, destination_id: DestinationId) -> Destination | None: ...
    def save(self, destination: Destination) -> None: ...
    def disable(self, destination: Destination, event: Event) -> None:
        """The disabled destination and the event that tells of it, both or none. Raises Lost when it is not enabled."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Destination]: ...


class CircuitBreakers(Protocol):
    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        """How a destination is doing; one that nothing is known of is fine."""

    def save(self, health: CircuitBreaker) -> None:
        """Write it, if what is kept is of the revision before. Raises Lost."""


class RateLimits(Protocol):
    """The same for the lines in front of destinations with a rate."""

    def get(self, destination_id: DestinationId) -> RateLimit: ...
    def save(self, pace: RateLimit) -> None: ...


class Recoveries(Protocol):
    def add(self, recovery: Recovery) -> None: ...
    def get(self, destination_id: DestinationId, recovery_id: str) -> Recovery | None: ...
    def save(self, recovery: Recovery) -> None:
        """Write how far it is, if what is kept is of the revision before. Raises Lost."""


class Deliveries(Protocol):
    def add(self, delivery: Delivery) -> bool:
        """Put it if absent; False when it was planned before."""

    def get(self, delivery_id: DeliveryId) -> Delivery | None: ...
    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]: ...
    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        """Take a pending delivery for try number ``attempt``, if it is time and no lease is live. Raises Lost."""

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        """The attempt's row, the head and its due row in one transaction, if the attempt is new. Raises Lost."""

    def ask(self, resend: Resend) -> None:
        """Note that somebody wants one more attempt."""

    def claim_resend(self, delivery_id: DeliveryId, resend_id: str, *, now: datetime, until: datetime) -> Delivery:
        """Take the wish for an attempt, if no lease on it is live: whatever state the delivery is in. Raises Lost."""

    def record_resend(self, delivery_id: DeliveryId, resend_id: str, attempt: Attempt | None, *, now: datetime) -> None:
        """The manual attempt's row, and the wish is done. A success makes the delivery DELIVERED and ends its schedule,
        a failure leaves it as it is. Raises Lost when this was recorded before.
        """

    def postpone_resend(self, resend: Resend, due_at: datetime) -> None:
        """Move the sweeper's next look at a wish."""

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        """Move the sweeper's next look at a pending delivery; a lease stays as it is."""

    def page(self, destination_id: DestinationId, part: Slice) -> Listed[Delivery]: ...

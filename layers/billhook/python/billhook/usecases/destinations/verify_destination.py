"""Verify a destination by the token of its challenge, which proves that the caller receives its events."""

import hmac
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.destination import Destination
from billhook.domain.errors import Conflict, Contended, Invalid, Problem, StaleLease
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit

WRONG_TOKEN = "wrong-token"  # noqa: S105 - a code


@dataclass(frozen=True)
class VerifyDestination:
    """Can be repeated. Resets the circuit breaker."""

    scope: AccessPolicy
    destinations: Destinations
    issue_challenge: IssueChallenge
    track_circuit: TrackCircuit
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId, token: str) -> Destination:
        """The verified destination. Raises NotFound, Conflict for a type without tokens, Invalid for a wrong token."""
        destination = self.scope.destination(principal, destination_id)
        if not destination.type.must_be_verified:
            raise Conflict("Only an EventBridge bus is verified by a token.")
        if not hmac.compare_digest(self.issue_challenge.issue(destination).encode(), token.encode()):
            fault = Problem("/token", "Not the token of the newest challenge.")
            raise Invalid("Verification failed.", (fault,), code=WRONG_TOKEN)
        if destination.is_verified:
            return destination
        now = self.clock.now()
        verified = destination.verified_at(now)
        try:
            self.destinations.save(verified, before=destination, unchanged=("challenge",))
        except StaleLease:  # disabled or challenged concurrently
            raise Contended("The destination is being changed by others.") from None
        self.track_circuit.reset(destination.id)
        return verified

"""Issue the token of a destination's newest challenge."""

from dataclasses import dataclass

from billhook.domain import challenge
from billhook.domain.destination import Destination
from billhook.ports.crypto import Hmacs


@dataclass(frozen=True)
class IssueChallenge:
    """The token is derived: it stays the same until a newer challenge."""

    hmacs: Hmacs

    def issue(self, destination: Destination) -> str:
        return challenge.token_of(self.hmacs.digest(challenge.HMAC_PURPOSE, challenge.challenged(destination)))

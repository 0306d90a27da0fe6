"""Mint the token of a destination's newest challenge."""

from dataclasses import dataclass

from billhook.domain import challenge
from billhook.domain.destination import Destination
from billhook.ports.crypto import Hmacs


@dataclass(frozen=True)
class IssueChallenge:
    """The same whenever it is minted, until there is a newer challenge."""

    hmacs: Hmacs

    def __call__(self, destination: Destination) -> str:
        return challenge.token_of(self.hmacs.digest(challenge.HMAC_PURPOSE, challenge.challenged(destination)))

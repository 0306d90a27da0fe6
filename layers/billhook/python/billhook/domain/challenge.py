"""The verification challenge of a bus: a token that proves that its sender reads the bus's events.

The token is an HMAC of the destination, its bus and the number of the challenge. It is not stored; tokens of other
buses and of older challenges are invalid.
"""

from base64 import urlsafe_b64encode

from billhook.domain.destination import Destination

HMAC_PURPOSE = "bus-challenge"


def challenged(destination: Destination) -> bytes:
    """The text from which the token of a destination's newest challenge is derived."""
    return f"{destination.id}.{destination.challenge}.{destination.bus_arn}".encode()


def token_of(digest: bytes) -> str:
    """The token as text: 43 letters, digits, ``-`` and ``_``."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

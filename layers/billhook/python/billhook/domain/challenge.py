"""The verification challenge of a bus: a token that only a reader of its events can return.

It is an HMAC of the destination, its bus and the challenge's number, so it is not stored, and a token of another bus or
of an older challenge is invalid.
"""

from base64 import urlsafe_b64encode

from billhook.domain.destination import Destination

HMAC_PURPOSE = "bus-challenge"


def challenged(destination: Destination) -> bytes:
    """The text that the token of a destination's newest challenge is derived from."""
    return f"{destination.id}.{destination.challenge}.{destination.bus_arn}".encode()


def token_of(digest: bytes) -> str:
    """The token as sent: 43 letters, digits, ``-`` and ``_``."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

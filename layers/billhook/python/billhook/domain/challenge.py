"""The challenge to a bus: a token that only somebody who reads what arrives there can give back.

It is an HMAC of the destination, its bus and the challenge's number, so nothing has to be kept, and a token for another
bus or of an older challenge is worth nothing.
"""

from base64 import urlsafe_b64encode

from billhook.domain.destination import Destination

HMAC_PURPOSE = "bus-challenge"


def challenged(destination: Destination) -> bytes:
    """What the token of a destination's newest challenge is made from."""
    return f"{destination.id}.{destination.challenge}.{destination.bus_arn}".encode()


def token_of(digest: bytes) -> str:
    """The token as it is sent: 43 letters, digits, ``-`` and ``_``."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

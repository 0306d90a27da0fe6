"""Webhook receivers on loopback for every behaviour, and how a delivery to each ends after three attempts."""

import gzip
import socket
from collections.abc import Callable
from dataclasses import dataclass

from billhook.domain.delivery import DeliveryStatus
from tests.adapters.egress.servers import Server, Talk, answer, dripping, resetting, silent

ATTEMPTS = 3
DELIVERED, EXHAUSTED = DeliveryStatus.DELIVERED, DeliveryStatus.EXHAUSTED
BIG = 10 * 1024 * 1024
A_DATE = "Fri, 20 Nov 2026 12:00:07 GMT"


@dataclass(frozen=True)
class Receiver:
    """The answer of a receiver, and the expected delivery: status, attempts, last status code or error class."""

    talk: Talk | bytes
    ends: DeliveryStatus = EXHAUSTED
    attempts: int = ATTEMPTS
    status_code: int | None = None
    error: str | None = None
    speaks_tls: bool = False


def every_other_time() -> Talk:
    """Fail and succeed in turns."""

    def talk(connection: socket.socket, server: Server) -> None:
        connection.sendall(answer("500 Oops") if len(server.requests) % 2 else answer())

    return talk


def leading(elsewhere: Callable[[], str]) -> Talk:
    """Redirect every request."""
    return lambda connection, _: connection.sendall(answer("301 Moved", Location=elsewhere()))


def zoo(elsewhere: Callable[[], str]) -> dict[str, Receiver]:
    """Return all receivers; ``elsewhere`` is the redirect target, which must not be called."""
    bomb = gzip.compress(b"\0" * BIG)
    return {
        "200": Receiver(answer(), DELIVERED, 1, 200),
        "204": Receiver(answer("204 No Content"), DELIVERED, 1, 204),
        "301": Receiver(leading(elsewhere), status_code=301),
        "400": Receiver(answer("400 Bad Request", b"why"), status_code=400),
        "404": Receiver(answer("404 Not Found"), status_code=404),
        "410": Receiver(answer("410 Gone"), attempts=1, status_code=410),
        "429 for seconds": Receiver(answer("429 Slow Down", Retry_After="7"), status_code=429),
        "429 until a date": Receiver(answer("429 Slow Down", Retry_After=A_DATE), status_code=429),
        "429 and silly": Receiver(answer("429 Slow Down", Retry_After="when pigs fly"), status_code=429),
        "500": Receiver(answer("500 Oops"), status_code=500),
        "slow-loris": Receiver(dripping(b"HTTP/1.1 200 OK\r\nX-Slow: "), error="timeout"),
        "hangs": Receiver(silent, error="timeout"),
        "resets": Receiver(resetting, error="reset"),
        "bad tls": Receiver(answer(), error="tls_error", speaks_tls=True),
        "10 MB": Receiver(answer(body=b"x" * BIG), DELIVERED, 1, 200),
        "gzip bomb": Receiver(answer(body=bomb, Content_Encoding="gzip"), DELIVERED, 1, 200),
        "half failing": Receiver(every_other_time(), DELIVERED, 2, 200),
    }  # fmt: skip

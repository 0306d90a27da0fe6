"""Implements ``ports.HttpClient``: one POST or GET through the egress guard."""

import http.client
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from billhook.adapters.egress import CallFailed, Deadline, Egress
from billhook.domain.errors import EgressRefused
from billhook.ports.senders import DeliveryResponse

WALL_SECONDS = 15.0
MAX_BODY_BYTES = 4096


@dataclass(frozen=True)
class EgressHttpClient:
    """Returns a receiver's failure instead of raising. A received status counts even when the body is cut off."""

    egress: Egress
    seconds: float = WALL_SECONDS

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> DeliveryResponse:
        return self._call("POST", url, headers, body)

    def get(self, url: str, *, headers: Mapping[str, str]) -> DeliveryResponse:
        return self._call("GET", url, headers, None)

    def _call(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> DeliveryResponse:
        started = time.monotonic()
        status_code, error, text, retry_after = None, None, "", None
        try:
            deadline = Deadline(self.seconds)
            with self.egress.call(method, url, headers=headers, body=body, deadline=deadline) as response:
                status_code, retry_after = response.status, response.getheader("Retry-After")
                text = _body_start(response)
        except EgressRefused:
            error = "blocked"
        except CallFailed as failure:
            error = failure.kind
        duration = round((time.monotonic() - started) * 1000)
        return DeliveryResponse(
            status_code=status_code, error=error, body=text, retry_after=retry_after, duration_ms=duration
        )


def _body_start(response: http.client.HTTPResponse) -> str:
    """Return at most 4 KB of the body as text; empty when it is compressed or cannot be read."""
    if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        return ""
    with suppress(OSError, http.client.HTTPException):
        return response.read(MAX_BODY_BYTES).decode("utf-8", errors="replace").replace("\0", "")
    return ""

"""A webhook receiver on loopback that verifies signatures and stores requests in order of arrival."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Any, Self

from billhook.local.paths import HOST

MOST_BYTES = 2 * 1024 * 1024
ACCEPTED, REFUSED = 204, 400


@dataclass(frozen=True)
class Received:
    """A received request; ``at`` is in seconds since 1970.

    ``body`` is empty when it is not a JSON object, header names are lower-case.
    """

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    body: dict[str, Any]
    verified: bool
    at: float

    @property
    def event_id(self) -> str:
        return self.headers.get("webhook-id", "")

    @property
    def type(self) -> str:
        return str(self.body.get("type", ""))


class Receiver:
    """Context manager of a webhook receiver. Without a ``secret`` no request is verified.

    ``answer`` gives the status for each request (default: 204, or 400 for a bad signature), ``on_received`` is called
    with each, ``record_to`` gets one JSON line per request.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        secret: str | None = None,
        answer: Callable[[Received], int] | None = None,
        on_received: Callable[[Received], object] = lambda _: None,
        record_to: Path | None = None,
    ) -> None:
        self.secret = secret
        self._answer, self._on_received, self._record_to = answer or self._judge, on_received, record_to
        self._received: list[Received] = []
        self._arrived = Condition()
        self._server = _ReceiverServer((HOST, port), _ReceiverHandler)
        self._server.take = self._take
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}/"

    @property
    def received(self) -> tuple[Received, ...]:
        """All received requests."""
        with self._arrived:
            return tuple(self._received)

    def wait_for(self, enough: Callable[[list[Received]], bool], *, timeout: float) -> bool:
        """Wait until ``enough`` holds for the received requests. Returns False after ``timeout`` seconds."""
        with self._arrived:
            return self._arrived.wait_for(lambda: enough(self._received), timeout)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _take(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> int:
        got = Received(method, path, headers, raw, _object(raw), verified(self.secret, headers, raw), time.time())
        with self._arrived:
            self._received.append(got)
            if self._record_to:
                with self._record_to.open("a") as file:
                    file.write(json.dumps({"verified": got.verified, "eventId": got.event_id, "body": got.body}) + "\n")
            self._arrived.notify_all()
        self._on_received(got)
        return self._answer(got)

    def _judge(self, got: Received) -> int:
        return ACCEPTED if got.verified or not self.secret else REFUSED


def verified(secret: str | None, headers: dict[str, str], raw: bytes) -> bool:
    """Whether the Standard Webhooks signature of these bytes is valid for the secret (``whsec_...``)."""
    from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # noqa: PLC0415

    if not secret:
        return False
    try:
        Webhook(secret).verify(raw, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


class _ReceiverServer(ThreadingHTTPServer):
    daemon_threads = True
    take: Callable[[str, str, dict[str, str], bytes], int]


class _ReceiverHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _ReceiverServer

    def do_POST(self) -> None:  # the name is http.server's
        self._take()

    def do_GET(self) -> None:  # the name is http.server's
        self._take()

    def _take(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.close_connection = True
            self._reply(413)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._reply(self.server.take(self.command, self.path, headers, self.rfile.read(length)))

    def _reply(self, status: int) -> None:
        self.send_response(status)
        if status != ACCEPTED:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        """Log nothing."""


def _object(raw: bytes) -> dict[str, Any]:
    try:
        content = json.loads(raw)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}

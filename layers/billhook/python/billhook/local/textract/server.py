"""The local Textract as a process: HTTP on loopback, boto3 on the caller's side.

Beside the AWS protocol: ``GET /_health``, ``GET /_calls`` (how often each operation was called, and pages read),
``POST /_faults`` with ``{"operation", "error", "times"}`` for tests that need the service to refuse.
"""

import argparse
import json
import logging
import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Any, NoReturn

from billhook.local.aws import Emulator
from billhook.local.ocr import RapidOcr
from billhook.local.textract.errors import TextractError
from billhook.local.textract.jobs import OcrJobs
from billhook.local.textract.service import Textract

HOST = "127.0.0.1"
# base64 of the largest synchronous document, and its JSON
MOST_BODY = 15 * 1024 * 1024
_AMZ_JSON = "application/x-amz-json-1.1"

_log = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """Serves one Textract."""

    daemon_threads = True

    def __init__(self, port: int, textract: Textract) -> None:
        super().__init__((HOST, port), Handler)
        self.textract = textract


class Handler(BaseHTTPRequestHandler):
    """One request; ``X-Amz-Target: Textract.<Operation>`` says which."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:  # the name is http.server's
        known: dict[str, dict[str, Any]] = {"/_health": {"status": "ok"}, "/_calls": dict(self.server.textract.calls)}
        self._answer(200 if self.path in known else 404, known.get(self.path, {}), "application/json")

    def do_POST(self) -> None:  # the name is http.server's
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BODY:
            self.close_connection = True
            self._refuse(TextractError("RequestEntityTooLargeException", "The request is too large", 413))
            return
        body = self.rfile.read(length)
        try:
            request = json.loads(body or b"{}")
            if self.path == "/_faults":
                self._plan(request)
            else:
                operation = self.headers.get("X-Amz-Target", "").removeprefix("Textract.")
                self._answer(200, self.server.textract.call(operation, request), _AMZ_JSON)
        except TextractError as error:
            self._refuse(error)
        except ValueError:
            self._refuse(TextractError("SerializationException", "The request is not the JSON it should be"))
        except Exception:  # noqa: BLE001  whatever broke is this server's own fault and must be told as such
            _log.exception("internal")
            self._refuse(TextractError("InternalServerError", "Something broke here", 500))

    def _plan(self, request: dict[str, Any]) -> None:
        error = TextractError(str(request["error"]), "As a test asked", int(request.get("status", 400)))
        self.server.textract.faults.plan(str(request["operation"]), error, int(request.get("times", 1)))
        self._answer(200, {}, "application/json")

    def _refuse(self, error: TextractError) -> None:
        self._answer(error.status, error.body(), _AMZ_JSON)

    def _answer(self, status: int, body: dict[str, Any], content_type: str) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(payload)))
        self.send_header("x-amzn-RequestId", token_hex(16))
        try:
            self.end_headers()
            self.wfile.write(payload)
        except ConnectionError:
            # killed or out of patience; asking again it will find what was read for it
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        _log.debug(format, *args)


def serve(port: int, emulator: str, state: Path) -> NoReturn:
    """Run until SIGTERM or SIGINT; jobs that are not read by then are read after the next start. Does not return."""
    ocr = RapidOcr()
    textract = Textract(ocr, Emulator(emulator), OcrJobs(state))
    server = Server(port, textract)

    def stop(*_: object) -> None:
        # shutdown() waits for the loop, which runs in the thread that the signal interrupts
        Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    Thread(target=ocr.load, daemon=True).start()
    textract.begin()
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    # Recognition may be at work in a thread, seconds from its end, and the engine's own threads dislike a slow goodbye.
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="billhook.local.textract", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--emulator", required=True, help="URL of the local AWS")
    parser.add_argument("--state", type=Path, required=True, help="folder for jobs")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    serve(given.port, given.emulator, given.state)

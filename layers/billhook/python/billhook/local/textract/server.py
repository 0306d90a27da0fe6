"""The local Textract as an HTTP server on loopback, called by boto3.

In addition to the AWS protocol: ``GET /_health``, ``GET /_calls`` (counts of calls and pages),
``POST /_faults`` with ``{"operation", "error", "times"}`` to inject errors in tests.
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
    """Handles a request; ``X-Amz-Target: Textract.<Operation>`` names the operation."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:  # the name is http.server's
        pages: dict[str, dict[str, Any]] = {"/_health": {"status": "ok"}, "/_calls": dict(self.server.textract.calls)}
        self._answer(200 if self.path in pages else 404, pages.get(self.path, {}), "application/json")

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
        except Exception:  # noqa: BLE001  an unexpected error is the server's fault and must be answered as such
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
            # The client disconnected. Its next request finds the cached result.
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        _log.debug(format, *args)


def serve(port: int, emulator: str, state: Path) -> NoReturn:
    """Serve until SIGTERM or SIGINT, then exit. Pending jobs continue after the next start."""
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
    # Recognition may run for seconds in a thread, and the engine's threads do not survive a normal shutdown.
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="billhook.local.textract", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--emulator", required=True, help="URL of the local AWS")
    parser.add_argument("--state", type=Path, required=True, help="folder for jobs")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    serve(arguments.port, arguments.emulator, arguments.state)

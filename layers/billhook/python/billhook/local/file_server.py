"""An https server on loopback that serves files from memory, for submissions by URL."""

import ssl
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from billhook.local.paths import HOST


class FileServer:
    """Context manager that serves ``files`` by name; ``certificate`` is a pair of PEM files."""

    def __init__(self, files: Mapping[str, bytes], certificate: tuple[Path, Path]) -> None:
        self._server = _Server((HOST, 0), _Handler)
        self._server.context.load_cert_chain(*certificate)
        self._server.files = dict(files)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def url(self, name: str) -> str:
        """The URL of a file; the URL of an unknown name answers 404."""
        return f"https://{HOST}:{self._server.server_port}/{name}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    files: dict[str, bytes]

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def finish_request(self, request: Any, client_address: Any) -> None:
        # In the connection's thread, so that a failed handshake does not block other clients.
        try:
            secure = self.context.wrap_socket(request, server_side=True)
        except OSError:
            return
        with secure:
            super().finish_request(secure, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:  # the name is http.server's
        content = self.server.files.get(self.path.removeprefix("/").partition("?")[0])
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        """Log nothing."""

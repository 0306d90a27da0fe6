"""The console on loopback: the built pages, and the API behind a session, so that no API key reaches the browser.

``python -m billhook.local.console --port 4568 --pages build/console``; state and addresses are those of the checkout.
"""

import argparse
import json
import mimetypes
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import urllib3

from billhook.local.console_sessions import SESSION_SECONDS, ConsoleSessions
from billhook.local.paths import HOST, LocalPaths

HEALTH_PATH = "/_health"
SIGN_IN_PATH = "/sign-in"
COOKIE = "billhook_session"
MOST_BYTES = 55 * 1024 * 1024
UPSTREAM_SECONDS = 60.0
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""``wasm-unsafe-eval`` is for the image decoders of pdf.js; it allows no script."""

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_POLICIES = {
    "/docs": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "/file/": "default-src 'none'; sandbox; frame-ancestors 'none'",
}
"""By path: the API's page has its style inside and no script; a customer's file opened by itself can do nothing."""

_PUBLIC = ("/docs", "/openapi.json")
_SENT = ("Accept", "Content-Type", "Idempotency-Key", "If-Match")
_RETURNED = ("Content-Type", "ETag", "Location", "Retry-After", "X-Request-Id")


@dataclass(frozen=True)
class ApiAddress:
    """What the console needs of ``local.json``."""

    api_url: str
    api_key: str
    aws_endpoint_url: str
    bucket: str

    @classmethod
    def read(cls, path: Path) -> "ApiAddress":
        content = json.loads(path.read_bytes())
        return cls(content["apiUrl"], content["apiKey"], content["awsEndpointUrl"], content["bucket"])


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class ConsoleServer(ThreadingHTTPServer):
    """Serves ``pages`` (a folder) and the API of the cloud that the file ``about`` describes."""

    daemon_threads = True

    def __init__(self, port: int, *, pages: Path, about: Path, sessions: ConsoleSessions) -> None:
        super().__init__((HOST, port), _ConsoleHandler)
        self.pages, self.about, self.sessions = pages.resolve(), about, sessions
        self.upstream = urllib3.PoolManager(retries=False, timeout=UPSTREAM_SECONDS)

    @property
    def hosts(self) -> set[str]:
        """Accepted ``Host`` headers: others are pages that rebind a name of theirs to loopback."""
        return {f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log faults; a browser that leaves before the answer is none."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def forward(self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, signed: bool) -> Answer:
        """The answer of the API, with the account's key if ``signed``; a redirect to a file is followed."""
        cloud = ApiAddress.read(self.about)
        key = {"x-api-key": cloud.api_key} if signed else {}
        answer = self._request(method, cloud.api_url + path, {**headers, **key}, body)
        target = answer.headers.get("Location", "")
        if answer.status == HTTPStatus.FOUND and target.startswith(f"{cloud.aws_endpoint_url}/"):
            return self._request("GET", target, {}, b"")
        return answer

    def store(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """The answer of the bucket to a signed form."""
        cloud = ApiAddress.read(self.about)
        return self._request("POST", f"{cloud.aws_endpoint_url}/{cloud.bucket}", headers, body)

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        sent = body or None
        try:
            got = self.upstream.request(method, url, body=sent, headers=dict(headers), redirect=False)
        except urllib3.exceptions.HTTPError:
            detail = {"status": 502, "code": "unavailable", "title": "The local cloud does not answer."}
            return Answer(502, {"Content-Type": "application/problem+json"}, json.dumps(detail).encode())
        return Answer(got.status, {name: got.headers[name] for name in _RETURNED if name in got.headers}, got.data)


class _ConsoleHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ConsoleServer

    def do_GET(self) -> None:  # the names are http.server's
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.close_connection = True
            self._send(Answer(413, {}))
            return
        body = self.rfile.read(length)
        self._send(self._routed(body) if self._is_own() else Answer(403, {}))

    def _is_own(self) -> bool:
        """Whether the request comes from the console's own page or a person's address bar."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        is_own_origin = origin is None or origin.removeprefix("http://") == host
        is_own_site = self.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
        is_page = self.headers.get("Sec-Fetch-Mode") == "navigate" and self.command == "GET"
        return host in self.server.hosts and is_own_origin and (is_own_site or is_page)

    def _routed(self, body: bytes) -> Answer:
        path, is_post = urlsplit(self.path).path, self.command == "POST"
        fixed = {HEALTH_PATH: lambda: Answer(200, {}), SIGN_IN_PATH: self._sign_in, "/session": self._session}
        if path in fixed:
            return fixed[path]()
        if path.startswith(("/v2.2/", "/file/")):
            return self._forwarded(body, signed=True) if self._has_session() else Answer(401, {})
        if path in _PUBLIC:
            return self._forwarded(body, signed=False)
        if path == "/bucket" and is_post:
            return self.server.store({"Content-Type": self.headers.get("Content-Type", "")}, body)
        return self._page(path) if self.command == "GET" else Answer(405, {})

    def _sign_in(self) -> Answer:
        token = (parse_qs(urlsplit(self.path).query).get("token") or [""])[-1]
        session = self.server.sessions.redeem(token)
        if session is None:
            return Answer(303, {"Location": "/#/signed-out"})
        cookie = f"{COOKIE}={session}; HttpOnly; SameSite=Strict; Path=/; Max-Age={SESSION_SECONDS}"
        return Answer(303, {"Location": "/", "Set-Cookie": cookie})

    def _session(self) -> Answer:
        if self.command == "DELETE":
            self.server.sessions.close(self._token())
            return Answer(204, {"Set-Cookie": f"{COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"})
        return Answer(204 if self._has_session() else 401, {})

    def _has_session(self) -> bool:
        return self.server.sessions.is_open(self._token())

    def _token(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _forwarded(self, body: bytes, *, signed: bool) -> Answer:
        headers = {name: self.headers[name] for name in _SENT if name in self.headers}
        return self.server.forward(self.command, self.path, headers, body, signed=signed)

    def _page(self, path: str) -> Answer:
        page = self.server.pages / ("index.html" if path == "/" else path.lstrip("/"))
        file = page.resolve()
        if not (file.is_relative_to(self.server.pages) and file.is_file()):
            return Answer(404, {})
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        is_script = file.suffix in {".js", ".mjs"}  # what a machine's table of types calls them differs
        lasting = "public, max-age=31536000, immutable" if path.startswith("/assets/") else "no-cache"
        headers = {"Content-Type": "text/javascript" if is_script else kind, "Cache-Control": lasting}
        return Answer(200, headers, file.read_bytes())

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        path = urlsplit(self.path).path
        policies = [policy for start, policy in _POLICIES.items() if path.startswith(start)]
        headers = {**SECURITY_HEADERS, "Content-Security-Policy": [*policies, CONTENT_SECURITY_POLICY][0]}
        for name, value in {"Cache-Control": "no-store", **headers, **answer.headers}.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        """Log nothing: paths have ids, and links have tokens."""


def console_sessions(places: LocalPaths) -> ConsoleSessions:
    return ConsoleSessions(places.state / "console")


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pages", type=Path, required=True)
    given = parser.parse_args()
    places = LocalPaths.here()
    server = ConsoleServer(given.port, pages=given.pages, about=places.about, sessions=console_sessions(places))
    server.serve_forever()


if __name__ == "__main__":
    main()

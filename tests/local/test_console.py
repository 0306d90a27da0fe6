"""The console's server: pages with a strict policy, the API only with a session and only for its own page."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import urllib3

from billhook.local.console import COOKIE, ConsoleServer
from billhook.local.console_sessions import ConsoleSessions

pytestmark = pytest.mark.enable_socket


class Upstream(ThreadingHTTPServer):
    """Stands for the API: answers with what it got; ``/stage/file/1`` redirects to the bucket."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), UpstreamHandler)
        self.url = f"http://127.0.0.1:{self.server_port}"


class UpstreamHandler(BaseHTTPRequestHandler):
    server: Upstream

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        got = {"path": self.path, "key": self.headers.get("x-api-key"), "cookie": self.headers.get("Cookie")}
        got |= {"etag": self.headers.get("If-Match"), "body": body, "method": self.command}
        is_file = self.path.startswith("/stage/file/")
        self.send_response(302 if is_file else 200)
        if is_file:
            self.send_header("Location", f"{self.server.url}/bucket/object?signed")
        self.send_header("ETag", '"7"')
        self.send_header("Set-Cookie", "upstream=1")
        self.end_headers()
        self.wfile.write(json.dumps(got).encode())

    def do_POST(self) -> None:
        self.do_GET()

    def do_PATCH(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is http.server's
        """Log nothing."""


@pytest.fixture
def console(tmp_path: Path) -> Iterator[ConsoleServer]:
    pages = tmp_path / "pages"
    (pages / "assets").mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html>console")
    (pages / "assets" / "worker.mjs").write_text("1")
    (tmp_path / "secret").write_text("secret")
    upstream = Upstream()
    about = tmp_path / "local.json"
    address = {"apiUrl": f"{upstream.url}/stage", "awsEndpointUrl": upstream.url, "bucket": "bucket"}
    about.write_text(json.dumps({**address, "apiKey": "bh_secret"}))
    server = ConsoleServer(0, pages=pages, about=about, sessions=ConsoleSessions(tmp_path / "console"))
    for started in (upstream, server):
        Thread(target=started.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    for started in (upstream, server):
        started.shutdown()
        started.server_close()


def ask(console: ConsoleServer, method: str, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = b"{}" if method in {"POST", "PATCH"} else None
    url = f"http://127.0.0.1:{console.server_port}{path}"
    return urllib3.request(method, url, headers=sent, body=body, redirect=False, retries=False)


def signed_in(console: ConsoleServer) -> str:
    answer = ask(console, "GET", f"/sign-in?token={console.sessions.create_link()}")
    return answer.headers["Set-Cookie"].partition(";")[0]


def test_page_has_a_strict_policy_and_no_cookie(console: ConsoleServer) -> None:
    answer = ask(console, "GET", "/")

    assert (answer.status, answer.data) == (200, b"<!doctype html>console")
    assert "script-src 'self' 'wasm-unsafe-eval';" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_scripts_have_their_type(console: ConsoleServer) -> None:
    assert ask(console, "GET", "/assets/worker.mjs").headers["Content-Type"] == "text/javascript"


@pytest.mark.parametrize("path", ["/absent", "/../secret", "/%2e%2e/secret", "/assets", "//secret"])
def test_other_paths_are_not_found(console: ConsoleServer, path: str) -> None:
    assert ask(console, "GET", path).status == 404


def test_sign_in_sets_a_cookie_that_scripts_cannot_read(console: ConsoleServer) -> None:
    link = f"/sign-in?token={console.sessions.create_link()}"

    first, second = ask(console, "GET", link), ask(console, "GET", link)

    assert (first.status, first.headers["Location"]) == (303, "/")
    assert first.headers["Set-Cookie"].startswith(f"{COOKIE}=")
    assert "HttpOnly; SameSite=Strict; Path=/" in first.headers["Set-Cookie"]
    assert second.headers["Location"] == "/#/signed-out"
    assert "Set-Cookie" not in second.headers


def test_api_needs_a_session(console: ConsoleServer) -> None:
    for cookie in ("", f"{COOKIE}=wrong", f'{COOKIE}="'):
        assert ask(console, "GET", "/v2.2/company", Cookie=cookie).status == 401


def test_api_gets_the_key_and_the_version_but_no_cookie(console: ConsoleServer) -> None:
    answer = ask(console, "PATCH", "/v2.2/document/1?a=b", Cookie=signed_in(console), If_Match='"6"')

    assert answer.headers["ETag"] == '"7"'
    assert "Set-Cookie" not in answer.headers
    assert "bh_secret" not in str(answer.headers)
    assert json.loads(answer.data) == {
        "path": "/stage/v2.2/document/1?a=b", "key": "bh_secret", "cookie": None, "etag": '"6"', "body": "{}",
        "method": "PATCH",
    }  # fmt: skip


def test_file_is_read_from_the_bucket_and_may_run_nothing(console: ConsoleServer) -> None:
    answer = ask(console, "GET", "/file/1?exp=1&sig=x", Cookie=signed_in(console))

    assert json.loads(answer.data)["path"] == "/bucket/object?signed"
    assert json.loads(answer.data)["key"] is None
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_signed_form_needs_no_session_and_gets_no_key(console: ConsoleServer) -> None:
    form = ask(console, "POST", "/bucket")

    assert (json.loads(form.data)["path"], json.loads(form.data)["key"]) == ("/bucket", None)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_requests_of_other_pages_are_refused(console: ConsoleServer, headers: dict[str, str]) -> None:
    assert ask(console, "POST", "/v2.2/company", Cookie=signed_in(console), **headers).status == 403


def test_sign_out_ends_the_session(console: ConsoleServer) -> None:
    cookie = signed_in(console)

    before = ask(console, "GET", "/session", Cookie=cookie).status
    ended = ask(console, "DELETE", "/session", Cookie=cookie)

    assert (before, ended.status, ask(console, "GET", "/session", Cookie=cookie).status) == (204, 204, 401)


def test_cloud_that_does_not_answer_is_a_problem(console: ConsoleServer, tmp_path: Path) -> None:
    cookie = signed_in(console)
    content = json.loads(console.about.read_text())
    console.about.write_text(json.dumps({**content, "apiUrl": "http://127.0.0.1:9/stage"}))

    answer = ask(console, "GET", "/v2.2/company", Cookie=cookie)

    assert (answer.status, json.loads(answer.data)["code"]) == (502, "unavailable")


def test_large_body_is_refused(console: ConsoleServer) -> None:
    assert ask(console, "GET", "/", Content_Length=str(60 * 1024 * 1024)).status == 413

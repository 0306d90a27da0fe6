"""A folder and a home of their own for every command, and an API that answers what a test wants."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from billhook.cli.app import app
from tests.http_server import listening

Answer = tuple[int, Any]
KEY = "bh_key"


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class StandInApi:
    """An HTTP server on loopback; ``answers`` maps ``GET /path?query`` to answers, used up one by one to the last."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    url: str = ""

    def on(self, call: str, *answers: Answer) -> None:
        self.answers[call] = list(answers)

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        waiting = self.answers.get(f"{request.method} {request.path}")
        if not waiting:
            return 404, {"code": "not-found", "detail": f"no answer for {request.method} {request.path}"}
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.fixture
def api() -> Iterator[StandInApi]:
    stand_in = StandInApi()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, content = stand_in.answer(Request(self.command, self.path, headers, body))
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(data)))
            if status in {429, 503}:
                self.send_header("retry-after", "0")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = _do  # noqa: N815  names of the standard library

        def log_message(self, *_: object) -> None: ...

    with listening(Handler) as stand_in.url:
        yield stand_in


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the machine's own Billhook: an empty working folder, home and environment."""
    for name in ("BILLHOOK_API_URL", "BILLHOOK_API_KEY", "BILLHOOK_COMPANY_ID", "BILLHOOK_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BILLHOOK_ROOT", str(tmp_path / "no checkout"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return tmp_path / "home"


@pytest.fixture
def billhook() -> Callable[..., Result]:
    """Run a command; CliErrors are raised through it as they leave the app."""

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def known(api: StandInApi, monkeypatch: pytest.MonkeyPatch) -> StandInApi:
    """The same API, configured for the command line by the environment."""
    monkeypatch.setenv("BILLHOOK_API_URL", api.url)
    monkeypatch.setenv("BILLHOOK_API_KEY", KEY)
    monkeypatch.setenv("BILLHOOK_COMPANY_ID", "co-1")
    return api

"""A proxy in front of moto for functions in separate processes, which it can kill at any request."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import requests

from tests.house.source import ROOT
from tests.http_server import listening

_HOSTS = {"s3": "s3.amazonaws.com"}
_RUN = "import json, sys; from functions.{name}.handler import handler; print(handler(json.load(sys.stdin), None))"


@dataclass
class AwsBetween:
    """Kills the process that makes the request ``fatal`` (such as ``TransactWriteItems``), before or after it."""

    url: str = ""
    fatal: str = ""
    is_late: bool = False
    struck: list[str] = field(default_factory=list)
    victim: "subprocess.Popen[str] | None" = None
    is_known: Event = field(default_factory=Event)

    def run(self, function: str, event: Mapping[str, Any], settings: Mapping[str, str]) -> int:
        """Call the handler of a function in a new process; return its exit code (-9 when it was killed)."""
        environment = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "BILLHOOK_STAGE": "test",
            **{f"BILLHOOK_{name.upper()}": value for name, value in settings.items()},
        }
        self.is_known.clear()
        self.victim = subprocess.Popen(
            [sys.executable, "-c", _RUN.format(name=function)],
            cwd=ROOT, env={"PATH": os.environ["PATH"], **environment}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.is_known.set()
        output, _ = self.victim.communicate(json.dumps(event))
        assert self.victim.returncode in {0, -signal.SIGKILL}, output
        return self.victim.returncode

    def strikes(self, name: str, *, late: bool = False) -> bool:
        """Kill the process if this is its fatal request; return whether it was killed."""
        if (name, late) != (self.fatal, self.is_late):
            return False
        self.is_known.wait()
        assert self.victim
        self.victim.kill()
        self.struck.append(name)
        return True

    def answer(self, request: "_Request") -> requests.Response | None:
        """Return the response of moto, or None when the process was killed."""
        if self.strikes(request.name):
            return None
        answer = request.forwarded()
        return None if self.strikes(request.name, late=True) else answer


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return self.headers.get("X-Amz-Target", "").rpartition(".")[2] or self.method

    def forwarded(self) -> requests.Response:
        """Send the request to the host that moto intercepts: the default host of its service."""
        service = self.headers["Authorization"].split("/")[3]
        host = _HOSTS.get(service, f"{service}.us-east-1.amazonaws.com")
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        return requests.request(
            self.method, f"https://{host}{self.path}", headers=headers, data=self.body, timeout=5, stream=True
        )


@contextmanager
def aws_between() -> Iterator[AwsBetween]:
    """Run the proxy on loopback, in front of the moto of this process."""
    between = AwsBetween()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = between.answer(_Request(self.command, self.path, dict(self.headers), body))
            if answer is None:
                self.close_connection = True
                return
            content = answer.raw.read()
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_HEAD = _do  # noqa: N815  names of the standard library

        def log_message(self, *_: object) -> None: ...

    with listening(Handler) as between.url:
        yield between

"""A server for callbacks: it records every request and responds with 204."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Condition
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.http_server import listening


@dataclass(frozen=True)
class Call:
    """One GET: the path, the query (one value each) and the headers in small letters."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class Listener:
    """``url`` is its address; ``calls`` are the recorded requests, in order."""

    calls: list[Call] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)
    _opened: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.note(self.path, dict(self.headers.items()))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self.url = self._opened.enter_context(listening(Handler))
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def note(self, target: str, headers: dict[str, str]) -> None:
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        with self._changed:
            self.calls.append(Call(parts.path, query, {name.lower(): value for name, value in headers.items()}))
            self._changed.notify_all()

    def first(self, matches: Callable[[Call], bool], *, timeout: float = 150.0) -> Call:
        """The first call that ``matches``; the test fails after ``timeout`` seconds."""
        with self._changed:
            found = self._changed.wait_for(lambda: next(filter(matches, self.calls), None), timeout)
            assert found, f"no such call; received: {[(call.path, call.query) for call in self.calls]}"
            return found

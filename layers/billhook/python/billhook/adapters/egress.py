"""Egress guard: HTTP calls to customer-supplied URLs, against server-side request forgery (SSRF).

A host is resolved once, every address must be public, and the connection is pinned to the checked address, so that
DNS rebinding has no effect. One deadline covers the whole call. IPv4 only, no proxies, no redirects.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Address, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import SplitResult, urlsplit

from billhook.adapters.addresses import Address, is_public
from billhook.domain.errors import EgressRefused
from billhook.domain.urls import HTTPS_PORT, UrlPolicy

CONNECT_SECONDS = 3.0
HTTP_PORT = 80

Resolve = Callable[[str, int], Sequence[Address]]
Connect = Callable[[tuple[str, int], float], socket.socket]


class CallFailed(Exception):
    """No complete response. ``kind`` is dns_error, refused, timeout, tls_error or reset; details are withheld."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Deadline:
    """The end of a call, ``seconds`` after creation by the monotonic clock."""

    seconds: float
    monotonic: Callable[[], float] = time.monotonic
    at: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.monotonic() + self.seconds)

    @property
    def has_passed(self) -> bool:
        return self.monotonic() >= self.at

    def remaining(self) -> float:
        """Return the seconds left, more than 0. Raises TimeoutError."""
        remaining = self.at - self.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining


def look_up(host: str, port: int) -> Sequence[Address]:
    """Resolve a host to all addresses of both families. Raises OSError."""
    results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(address[0]).partition("%")[0]) for *_, address in results]


def connect_to(address: tuple[str, int], seconds: float) -> socket.socket:
    return socket.create_connection(address, timeout=seconds)


@dataclass(frozen=True)
class Egress:
    """Calls URLs that ``policy`` allows; all network access is through ``resolve`` and ``connect``."""

    policy: UrlPolicy
    resolve: Resolve = look_up
    connect: Connect = connect_to

    @contextmanager
    def call(
        self, method: str, url: str, *, headers: Mapping[str, str], deadline: Deadline, body: bytes | None = None
    ) -> Iterator[http.client.HTTPResponse]:
        """Send one request. Raises EgressRefused before anything is sent, CallFailed until the ``with`` block ends."""
        target = Target.of(url, self.policy)
        try:
            pinned = self._connected(target, deadline)
            try:
                yield _exchange(pinned, method, target, headers, body)
            finally:
                pinned.disconnect()
        except (OSError, http.client.HTTPException) as error:
            raise CallFailed(_failure_kind(error)) from None

    def _connected(self, target: "Target", deadline: Deadline) -> "TimedSocket":
        limit = Deadline(min(CONNECT_SECONDS, deadline.remaining()), deadline.monotonic)
        addresses = self._addresses(target, limit)
        connected = self.connect((str(addresses[0]), target.port), limit.remaining())
        try:
            if target.scheme == "https":
                connected.settimeout(limit.remaining())
                connected = self._tls.wrap_socket(connected, server_hostname=target.host)
        except BaseException:
            connected.close()
            raise
        return TimedSocket(connected, deadline)

    def _addresses(self, target: "Target", limit: Deadline) -> list[IPv4Address]:
        addresses = _resolve_within(self.resolve, target, limit.remaining())
        if not target.is_allowed and not all(is_public(address) for address in addresses):
            raise EgressRefused("The host has an address that is not public.")
        ipv4 = [address for address in addresses if isinstance(address, IPv4Address)]
        if not ipv4:
            raise socket.gaierror("no IPv4 address")
        return ipv4

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


@dataclass(frozen=True)
class Target:
    """The parts of a URL that may be called."""

    scheme: str
    host: str
    port: int
    path: str
    is_allowed: bool

    @classmethod
    def of(cls, url: str, policy: UrlPolicy) -> "Target":
        """Raises EgressRefused."""
        if fault := policy.fault(url):
            raise EgressRefused(fault)
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or (HTTP_PORT if parts.scheme == "http" else HTTPS_PORT)
        is_allowed = policy.allows(host, port)
        if not is_allowed and _is_literal(host):
            raise EgressRefused("The URL must name a host, not an address.")
        return cls(parts.scheme, host, port, _path(parts), is_allowed)

    @property
    def host_header(self) -> str:
        default_port = HTTP_PORT if self.scheme == "http" else HTTPS_PORT
        return self.host if self.port == default_port else f"{self.host}:{self.port}"


class TimedSocket:
    """The part of the socket interface that ``http.client`` uses; each read and write is limited by the deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._connected = connected
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._connected.settimeout(self._deadline.remaining())
        self._connected.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._connected, self._deadline))

    def close(self) -> None:
        """Do nothing: ``http.client`` closes before the response's body is read. See ``disconnect``."""

    def disconnect(self) -> None:
        """Close the connection."""
        self._connected.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._connected = connected
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connected.settimeout(self._deadline.remaining())
        return self._connected.recv_into(buffer)


def _exchange(
    pinned: TimedSocket, method: str, target: Target, headers: Mapping[str, str], body: bytes | None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # else it resolves the host again when the socket is closed
    connection.sock = pinned
    length = {} if body is None else {"Content-Length": str(len(body))}
    connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
    fixed = {"Host": target.host_header, "Connection": "close", "Accept-Encoding": "identity"}
    for name, value in {**fixed, **length, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    return connection.getresponse()


def _resolve_within(resolve: Resolve, target: Target, seconds: float) -> Sequence[Address]:
    """Resolve in a thread that is abandoned after ``seconds``: the system resolver cannot be interrupted."""
    results: SimpleQueue[Sequence[Address] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            results.put(resolve(target.host, target.port))
        except (OSError, ValueError) as error:
            results.put(error)

    Thread(target=run, daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(result, Exception):
        raise socket.gaierror(str(result)) from None
    return result


def _failure_kind(error: Exception) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (socket.gaierror, "dns_error"),
        (TimeoutError, "timeout"),
        (ssl.SSLError, "tls_error"),
        (ConnectionResetError, "reset"),
        (BrokenPipeError, "reset"),
        (http.client.HTTPException, "reset"),
    )
    return next((kind for expected, kind in kinds if isinstance(error, expected)), "refused")


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

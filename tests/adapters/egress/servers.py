"""HTTP servers on loopback that send exactly the bytes of a test, at its pace: late, partial or malformed."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

Talk = Callable[[socket.socket, "Server"], None]


@dataclass
class Server:
    """Listens on loopback; ``requests`` are the raw heads and bodies received, one per connection."""

    talk: Talk
    tls: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def serve(self, listener: socket.socket) -> None:
        while not self.stopped.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            spoken = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with spoken:
                if request := _request(spoken):
                    self.requests.append(request)
                    self.talk(spoken, self)


@contextmanager
def serving(talk: Talk | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server that answers each connection with ``talk`` (or these bytes) and closes it."""
    server = Server(talk if callable(talk) else lambda connection, _: connection.sendall(talk), tls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:  # ended before the next test, in which sockets may be blocked
            server.stopped.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", server.port)):
                pass
            thread.join(timeout=10)


def answer(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """Return a complete response; ``Content_Length="9"`` overrides that header."""
    header = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in header.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def dripping(start: bytes) -> Talk:
    """Send ``start``, then single bytes until the server stops."""

    def talk(connection: socket.socket, server: Server) -> None:
        connection.sendall(start)
        while not server.stopped.wait(0.02):
            connection.sendall(b"x")

    return talk


def silent(_: socket.socket, server: Server) -> None:
    """Read the request and send nothing."""
    server.stopped.wait(30)


def resetting(connection: socket.socket, _: Server) -> None:
    """Close the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _request(connection: socket.socket) -> bytes:
    """Read the head, and as many bytes of body as it announces."""
    received = b""
    while b"\r\n\r\n" not in received:
        chunk = connection.recv(65536)
        if not chunk:
            return received
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body

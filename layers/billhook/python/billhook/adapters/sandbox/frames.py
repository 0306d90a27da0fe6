"""Frames of the pipe protocol: a JSON header and a binary body, each with its length. No pickle."""

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct("!II")


class BrokenFrameError(Exception):
    """A truncated frame, or one that is too large."""


def write_frame(stream: IO[bytes], header: dict[str, Any], body: bytes = b"") -> None:
    """Send one frame. Raises BrokenPipeError when the other side has closed the pipe."""
    head = json.dumps(header, separators=(",", ":")).encode()
    stream.write(_LENGTHS.pack(len(head), len(body)) + head)
    stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes], largest: int) -> tuple[dict[str, Any], bytes] | None:
    """Return the next frame, or None at the end of the stream. Raises BrokenFrameError."""
    start = stream.read(_LENGTHS.size)
    if not start:
        return None
    if len(start) < _LENGTHS.size:
        raise BrokenFrameError
    head_size, body_size = _LENGTHS.unpack(start)
    if head_size + body_size > largest:
        raise BrokenFrameError
    head, body = stream.read(head_size), stream.read(body_size)
    if len(head) < head_size or len(body) < body_size:
        raise BrokenFrameError
    return json.loads(head), body
